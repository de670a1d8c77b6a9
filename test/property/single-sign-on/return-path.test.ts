import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFailure } from "../../../functions/domain/failure.ts";
import { returnPathOf } from "../../../functions/domain/single-sign-on/return-path.ts";

const ORIGIN = "https://backup.acme.example";

/** What ways out are made of. */
const pieces = fc.constantFrom(
  ..."/ \\ . .. // /./ /../ %2e %2E%2e %2f %5c : @ ? # a evil.example https: javascript: ; & \t \n \u0000 ü ．".split(
    " ",
  ),
);
const wishes = fc.array(pieces, { maxLength: 12 }).map((parts) => `/${parts.join("")}`);

const taken = (wish: string): string | undefined => {
  try {
    return returnPathOf(wish, ORIGIN);
  } catch (error) {
    if (isFailure(error, "constraint-violation")) return undefined;
    throw error;
  }
};

describe("a path to go on at", () => {
  it("stays on this host as every browser reads it, however often it is read", () => {
    let accepted = 0;
    fc.assert(
      fc.property(wishes, (wish) => {
        const path = taken(wish);
        if (path === undefined) return;
        accepted += 1;
        const once = new URL(path, ORIGIN);
        expect(once.origin).toBe(ORIGIN);
        expect(new URL(once.pathname + once.search + once.hash, ORIGIN).href).toBe(once.href);
        expect(taken(path)).toBe(path);
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });
});
