/** CRCs that node:zlib does not have, by table; both reflected, as S3 uses them. CRC-32 itself is zlib's. */
const crc32cTable = tableOf32(0x82f63b78);

export function crc32c(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  for (let at = 0; at < bytes.length; at += 1) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~crc >>> 0;
}

function tableOf32(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_unused, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value;
  });
}

/** Reflected polynomial of CRC-64/NVME. */
export const crc64NvmePolynomial = 0x9a6c9329ac4bc9b5n;

const crc64Entries = Array.from({ length: 256 }, (_unused, index) => {
  let value = BigInt(index);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ crc64NvmePolynomial : value >> 1n;
  return value;
});
const crc64High = Int32Array.from(crc64Entries, (entry) => Number(BigInt.asIntN(32, entry >> 32n)));
const crc64Low = Int32Array.from(crc64Entries, (entry) => Number(BigInt.asIntN(32, entry)));

/** In two 32-bit halves: BigInt arithmetic by the byte would take seconds a megabyte. */
export function crc64Nvme(bytes: Uint8Array, previous = 0n): bigint {
  let high = ~Number(BigInt.asIntN(32, previous >> 32n));
  let low = ~Number(BigInt.asIntN(32, previous));
  for (let at = 0; at < bytes.length; at += 1) {
    const index = (low ^ (bytes[at] ?? 0)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Low[index] ?? 0);
    high = (high >>> 8) ^ (crc64High[index] ?? 0);
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
}
