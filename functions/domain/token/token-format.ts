import { crc32 } from "node:zlib";

/**
 * `opbk_` + 43 base62 characters (256 random bits) + 6 base62 characters of the CRC-32 of all before them. The prefix
 * lets secret scanners find it, the checksum catches a typing error without a look-up.
 */
const PREFIX = "opbk_";
const SECRET_CHARACTERS = 43;
const CHECKSUM_CHARACTERS = 6;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export const TOKEN_SECRET_BYTES = 32;

export const encodeToken = (secret: Uint8Array): string => {
  const body = PREFIX + base62(BigInt(`0x${Buffer.from(secret).toString("hex")}`), SECRET_CHARACTERS);
  return body + checksum(body);
};

/** Could this be a token at all: prefix, length, alphabet, checksum. */
export const isTokenWellFormed = (token: string): boolean => {
  if (!/^opbk_[0-9A-Za-z]{49}$/u.test(token)) return false;
  const body = token.slice(0, -CHECKSUM_CHARACTERS);
  return checksum(body) === token.slice(-CHECKSUM_CHARACTERS);
};

const checksum = (body: string): string => base62(BigInt(crc32(body)), CHECKSUM_CHARACTERS);

function base62(value: bigint, length: number): string {
  let digits = "";
  for (let rest = value; digits.length < length; rest /= 62n) digits = ALPHABET.charAt(Number(rest % 62n)) + digits;
  return digits;
}
