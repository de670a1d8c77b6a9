import { expect, it } from "vitest";
import { partBuffers } from "../../../functions/domain/archive/part-buffers.ts";

it("gives as many bytes as asked for, out of what was given back", () => {
  const buffers = partBuffers(2, 8);
  const first = buffers.take(5);
  expect(first.length).toBe(5);
  buffers.giveBack(first);
  const second = buffers.take(8);
  expect([second.length, second.buffer === first.buffer]).toEqual([8, true]);
});

it("never gives the same memory twice", () => {
  const buffers = partBuffers(2, 8);
  const taken = [buffers.take(8), buffers.take(8), buffers.take(8)];
  expect(new Set(taken.map(({ buffer }) => buffer)).size).toBe(3);
  for (const each of taken) buffers.giveBack(each);
  const again = [buffers.take(8), buffers.take(8), buffers.take(8)];
  expect(new Set(again.map(({ buffer }) => buffer)).size).toBe(3);
});

it("lets go of what is too small", () => {
  const buffers = partBuffers(1, 8);
  const small = buffers.take(8);
  buffers.giveBack(small);
  const large = buffers.take(9);
  expect(large.buffer.byteLength).toBe(16);
  buffers.giveBack(large);
  expect(buffers.take(1).buffer).toBe(large.buffer);
  expect(buffers.take(1).buffer).not.toBe(small.buffer);
});

it("has none for a part of no bytes", () => {
  expect(partBuffers(1).take(0).length).toBe(0);
});
