import { expect, test } from "vitest";
import { readOptions } from "../../../infra/local/demo/read-options.ts";

test("has its defaults", () => {
  expect(readOptions([])).toMatchObject({ port: 7070, size: 1, isOnce: false, isFresh: false, isHelp: false });
});

test("reads what is given", () => {
  expect(readOptions(["--port", "8080", "--size", "0.2", "--once", "--fresh"])).toMatchObject({
    port: 8080,
    size: 0.2,
    isOnce: true,
    isFresh: true,
  });
});

test.each([
  [["--port", "x"], "--port x"],
  [["--port", "70000"], "--port 70000"],
  [["--size", "0"], "--size 0"],
  [["--sise", "1"], "--sise"],
])("refuses %j by name", (args, part) => {
  expect(() => readOptions(args)).toThrow(part);
});
