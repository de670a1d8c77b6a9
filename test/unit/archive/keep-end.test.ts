import { expect, it } from "vitest";
import { keepEnd } from "../../../functions/domain/archive/keep-end.ts";
import { rangesOf } from "../../support/archive-contents.ts";

const object = Buffer.from("0123456789");

function keeping(endBytes: number) {
  const asked: string[] = [];
  const read = keepEnd(
    (first, last) => {
      asked.push(`${first}-${last}`);
      return rangesOf(object)(first, last);
    },
    object.length,
    endBytes,
  );
  const text = async (first: number, last: number) =>
    Buffer.concat(await Array.fromAsync(read(first, last))).toString();
  return { asked, text };
}

it("reads the end once, whatever is wanted of it", async () => {
  const { asked, text } = keeping(4);
  expect([await text(6, 9), await text(8, 8), await text(7, 6), await text(9, 9)]).toEqual(["6789", "8", "", "9"]);
  expect(asked).toEqual(["6-9"]);
});

it("passes on what begins before the end, and all of an object that is shorter", async () => {
  const { asked, text } = keeping(4);
  expect([await text(0, 3), await text(5, 7)]).toEqual(["0123", "567"]);
  expect(asked).toEqual(["0-3", "5-7"]);
  const whole = keeping(100);
  expect([await whole.text(0, 3), await whole.text(5, 9)]).toEqual(["0123", "56789"]);
  expect(whole.asked).toEqual(["0-9"]);
});
