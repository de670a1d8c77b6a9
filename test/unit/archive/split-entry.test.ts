import { describe, expect, it } from "vitest";
import { splitEntry } from "../../../functions/domain/archive/split-entry.ts";
import { smallLimits } from "../../support/archive-limits.ts";

const LIMITS = smallLimits();
const big = { bigEntryBytes: 512, gluedEntryBytes: 256, bodyPartBytes: 256, reusedPartBytes: 1500 };
const ample = { ...big, targetBytes: 256, partBytesMin: 160, areScarce: false };
const scarce = { ...big, targetBytes: 600, partBytesMin: 600, areScarce: true };

describe("splitEntry", () => {
  it.each([
    [511, 50, undefined],
    [512, 50, { headBytes: 160, bodyBytes: 402 }],
    [256, 159, undefined],
    [256, 160, { headBytes: 160, bodyBytes: 256 }],
    [255, 160, undefined],
    [256, 300, { headBytes: 300, bodyBytes: 256 }],
  ])("with parts enough, %i bytes behind %i", (bytes, before, split) => {
    expect(splitEntry(ample, LIMITS, bytes, before)).toEqual(split);
  });

  it.each([
    [1149, 50, undefined],
    [1150, 50, { headBytes: 600, bodyBytes: 600 }],
    [2000, 50, { headBytes: 683, bodyBytes: 1367 }],
    [599, 648, undefined],
    [600, 648, { headBytes: 648, bodyBytes: 600 }],
    [511, 700, undefined],
  ])("with scarce parts, none smaller than its share, %i bytes behind %i", (bytes, before, split) => {
    expect(splitEntry(scarce, LIMITS, bytes, before)).toEqual(split);
  });
});
