import { crc64NvmePolynomial } from "./crc-tables.ts";

/**
 * The CRC of A followed by B out of their CRCs and the length of B: appending B multiplies A's CRC by x^(8·length)
 * modulo the polynomial (the method of zlib's crc32_combine).
 */
const crc32Polynomial = 0xedb88320;
const crc32cPolynomial = 0x82f63b78;

export const combineCrc32 = (first: number, second: number, secondBytes: number): number =>
  combine32(crc32Polynomial, first, second, secondBytes);

export const combineCrc32c = (first: number, second: number, secondBytes: number): number =>
  combine32(crc32cPolynomial, first, second, secondBytes);

function combine32(polynomial: number, first: number, second: number, secondBytes: number): number {
  return (multiply32(polynomial, powerOfX32(polynomial, secondBytes), first) ^ second) >>> 0;
}

/** a · b modulo the polynomial; bit 31 is the coefficient of x^0, since the CRC is reflected. */
function multiply32(polynomial: number, a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit -= 1) {
    if ((a >>> bit) & 1) product ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ polynomial : shifted >>> 1;
  }
  return product >>> 0;
}

/** x^(8·bytes) by squaring: at most some fifty multiplications for the largest object. */
function powerOfX32(polynomial: number, bytes: number): number {
  let power = 0x80000000;
  let square = 0x00800000;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiply32(polynomial, square, power);
    square = multiply32(polynomial, square, square);
  }
  return power;
}

export function combineCrc64Nvme(first: bigint, second: bigint, secondBytes: number): bigint {
  return multiply64(powerOfX64(secondBytes), first) ^ second;
}

function multiply64(a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 63n; bit >= 0n; bit -= 1n) {
    if ((a >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ crc64NvmePolynomial : shifted >> 1n;
  }
  return product;
}

/** Parts are mostly of one size, and big integers are slow: the last powers are kept. */
const knownPowers = new Map<number, bigint>();

function powerOfX64(bytes: number): bigint {
  const known = knownPowers.get(bytes);
  if (known !== undefined) return known;
  let power = 1n << 63n;
  let square = 1n << 55n;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiply64(square, power);
    square = multiply64(square, square);
  }
  if (knownPowers.size > 1000) knownPowers.clear();
  knownPowers.set(bytes, power);
  return power;
}
