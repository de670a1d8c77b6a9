import { crc32 as zlibCrc32 } from "node:zlib";

/** CRC-32 as ZIP and S3 have it (reflected 0x04C11DB7); `before` continues a sum. */
export const crc32 = (bytes: Uint8Array, before = 0): number => zlibCrc32(bytes, before);

/** The polynomial, bits reversed: bit 31 stands for x⁰. */
const POLYNOMIAL = 0xedb88320;
const ONE = 0x8000_0000;

/** `a · b` modulo the polynomial. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let rest = a; rest !== 0; rest <<= 1) {
    if (rest & ONE) product ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
  }
  return product;
}

/** `SQUARES[k]` is x^(2^k). x has the order 2³² − 1, so x^(2^32) is x again and 32 of them are enough. */
const SQUARES: readonly number[] = squares();

function squares(): number[] {
  const powers = [ONE >>> 1];
  for (let power = ONE >>> 1; powers.length < 32; powers.push(power)) power = multiply(power, power);
  return powers;
}

/** x^(8 · bytes): what appending that many bytes does to a sum. `bytes` may exceed 2³². */
function shiftBy(bytes: number): number {
  let shift = ONE;
  let rest = bytes;
  for (let bit = 3; rest > 0; bit += 1) {
    if (rest % 2 === 1) shift = multiply(SQUARES[bit % 32] ?? ONE, shift);
    rest = Math.floor(rest / 2);
  }
  return shift;
}

/** CRC-32 of A followed by B, from the CRC-32 of each and the length of B: no byte is read again. */
export const combineCrc32 = (a: number, b: number, bBytes: number): number => (multiply(shiftBy(bBytes), a) ^ b) >>> 0;
