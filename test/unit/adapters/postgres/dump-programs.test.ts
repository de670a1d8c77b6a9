import { expect, it } from "vitest";
import { chooseMajor } from "../../../../functions/adapters/postgres/dump-programs.ts";

it.each([
  ["the server's own release", 17, [16, 17, 18], 17],
  [
    "16 for an older server: the first with zstd, and its pg_restore sets nothing that such a server refuses",
    15,
    [18, 15, 17, 16],
    16,
  ],
  ["an older server's own release rather than one whose pg_restore it refuses", 15, [15, 17], 15],
  ["the next release up where the server's own is not there", 17, [16, 19, 18], 18],
  ["the only one that is new enough", 14, [13, 18], 18],
  ["none where all are older", 18, [16, 17], undefined],
] as const)("a dump is made by %s", (_, server, clients, chosen) => {
  expect(chooseMajor(server, clients)).toBe(chosen);
});
