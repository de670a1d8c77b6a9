import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validateFileName } from "yauzl";
import { entryPath } from "../../../functions/domain/archive/entry-path.ts";

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc
    .array(fc.constantFrom("..", "/", "\\", "C:", "\0", "\n", " ", ".", "con", "é", "\ud800", "x"), { maxLength: 200 })
    .map((p) => p.join("")),
);

describe("entryPath", () => {
  it("makes every name one safe segment below the attachment's own folder", () => {
    fc.assert(
      fc.property(fc.nat(), hostile, (id, file) => {
        const path = entryPath(id, file);
        const [root, kind, folder, name = "", ...more] = path.split("/");
        expect([root, kind, folder, more.length]).toEqual(["attachment", "file", String(id), 0]);
        expect(validateFileName(path)).toBeNull();
        expect(path.isWellFormed()).toBe(true);
        expect(name).not.toMatch(/^\.{0,2}$|[ .]$|^ |[\\:*?"<>|\p{Cc}]/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      }),
    );
  });

  it("leaves a safe name alone and never changes a name twice", () => {
    fc.assert(
      fc.property(hostile, (file) => {
        const [, , , once = ""] = entryPath(1, file).split("/");
        expect(entryPath(1, once)).toBe(entryPath(1, file));
      }),
    );
  });
});
