import { crc32 as zlibCrc32 } from "node:zlib";

/** CRC-32 as ZIP and S3 have it (reflected 0x04C11DB7); `before` continues a sum. */
export const crc32 = (bytes: Uint8Array, before = 0): number => zlibCrc32(bytes, before);

/** The polynomial, bits reversed: bit 31 stands for x⁰. Signed 32-bit numbers, which the machine computes with directly. */
const POLYNOMIAL = 0xedb88320 | 0;
const ONE = 1 << 31;

/** `a · b` modulo the polynomial. Masks instead of branches: bits of a sum cannot be predicted. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let rest = a; rest !== 0; rest <<= 1) {
    product ^= shifted & (rest >> 31);
    shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
  }
  return product;
}

const DIGITS = 256;
/** Seven digits of 256 hold every length that a number can have exactly. */
const PLACES = 7;

/** `SHIFTS[place][digit]`: what appending `digit · 256^place` zero bytes multiplies a sum by. Made once, in half a millisecond. */
const SHIFTS: readonly (readonly number[])[] = shifts();

function shifts(): number[][] {
  const table: number[][] = [];
  for (let place = 0, oneMore = ONE >>> 8; place < PLACES; place += 1) {
    const row = [ONE];
    for (let digit = 1, shift = ONE; digit < DIGITS; digit += 1) row.push((shift = multiply(oneMore, shift)));
    table.push(row);
    oneMore = multiply(oneMore, row[DIGITS - 1] ?? ONE);
  }
  return table;
}

/** `bytes` may exceed 2³². */
function shiftBy(bytes: number): number {
  let shift = ONE;
  for (let place = 0, rest = bytes; rest > 0; place += 1, rest = Math.floor(rest / DIGITS)) {
    const digit = rest % DIGITS;
    if (digit > 0) shift = multiply(SHIFTS[place]?.[digit] ?? ONE, shift);
  }
  return shift;
}

/** CRC-32 of A followed by B, from the CRC-32 of each and the length of B: no byte is read again. */
export const combineCrc32 = (a: number, b: number, bBytes: number): number => (multiply(shiftBy(bBytes), a) ^ b) >>> 0;
