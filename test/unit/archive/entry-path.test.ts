import { describe, expect, it } from "vitest";
import { entryPath } from "../../../functions/domain/archive/entry-path.ts";

describe("entryPath", () => {
  it.each([
    ["report.pdf", "report.pdf"],
    ["Ünïcode – 報告.pdf", "Ünïcode – 報告.pdf"],
    ["../../etc/passwd", ".._.._etc_passwd"],
    ["..", "__"],
    [".", "_"],
    ["", "_"],
    ["C:\\boot.ini", "C__boot.ini"],
    ["a\u0000b\nc\u0085d", "a_b_c_d"],
    ["stream.txt:hidden", "stream.txt_hidden"],
    ["con", "_con"],
    ["LPT1.tar.gz", "_LPT1.tar.gz"],
    ["console.log", "console.log"],
    [" lead and trail. ", "_lead and trail__"],
    ["exe\u202Egpj.txt", "exe_gpj.txt"],
    ["\u061cالعقد\u200f.pdf", "_العقد_.pdf"],
    ["\ufeffmarked.txt", "_marked.txt"],
    ["👩‍🚒 family 👨‍👩‍👧.png", "👩‍🚒 family 👨‍👩‍👧.png"],
    ["half \ud83d.txt", "half \ufffd.txt"],
  ])("names %j %j", (file, name) => {
    expect(entryPath(7, file)).toBe(`attachment/file/7/${name}`);
  });

  it("cuts a long name at a character and keeps its extension", () => {
    const name = entryPath(7, `${"é".repeat(200)}.docx`).slice("attachment/file/7/".length);
    expect(name).toBe(`${"é".repeat(125)}.docx`);
    expect(Buffer.byteLength(name)).toBe(255);
  });

  it("refuses what is no id", () => {
    expect(() => entryPath(-1, "a")).toThrow(RangeError);
    expect(() => entryPath(2 ** 53, "a")).toThrow(RangeError);
  });
});
