import { expect, test } from "vitest";
import { median } from "../../../bench/report/median.ts";
import { renderTable } from "../../../bench/report/render-table.ts";

test("takes the middle of an odd number of values, whatever their order", () => {
  expect(median([30, 1, 2])).toBe(2);
});

test("takes the mean of the two in the middle of an even number", () => {
  expect(median([10, 1, 2, 4])).toBe(3);
});

test("has no middle of nothing", () => {
  expect(median([])).toBeNaN();
});

test("lines up a table, names to the left and numbers to the right", () => {
  expect(renderTable(["way", "wall"], [["OpenProject's", "1.00"], ["zip"]])).toBe(
    [
      "| way           | wall |",
      "|---------------|-----:|",
      "| OpenProject's | 1.00 |",
      "| zip           |      |",
    ].join("\n"),
  );
});
