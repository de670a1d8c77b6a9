import { expect, test } from "vitest";
import { missingPackages } from "../../../bench/ways/missing-programs.ts";
import type { Way } from "../../../bench/ways/way.ts";

const aWay = (needs: Way["needs"] = []): Way => ({ name: "a way", needs, run: async () => ({ keptBytes: 0 }) });

test("names the packages of programs that are not there", () => {
  const needs = [
    { program: "coffer-has-no-such-program", packageName: "one" },
    { program: "sh", packageName: "dash", probe: ["-c", "exit 3"] },
  ];
  expect(missingPackages(aWay(needs))).toBe("one dash");
});

test("misses nothing where all is there", () => {
  expect(missingPackages(aWay([{ program: "sh", packageName: "dash", probe: ["-c", "true"] }]))).toBeUndefined();
  expect(missingPackages(aWay())).toBeUndefined();
});
