import { PATTERN_BYTES_MIN } from "./find-bytes.ts";

/** Six digits are in many places: a code counts where it is a text of its own. */
const CODE = /^\d{6,8}$/u;

/** Every form in which a secret may have been written: in clear, URL-encoded, as JSON escapes it, in hex, in Base64. */
export function formsOf(secret: string): Buffer[] {
  if (CODE.test(secret)) return [`"${secret}"`, `"${secret}\\`].map((text) => Buffer.from(text));
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const texts = [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...inBase64(bytes),
    ...inBase64(bytes).map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
  return [...new Set(texts)].filter((text) => text.length >= PATTERN_BYTES_MIN).map((text) => Buffer.from(text));
}

/** Base64 cuts into threes: what stands before the secret decides how. The first and last letters hold others' bits too. */
const inBase64 = (bytes: Buffer): string[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const [from, to] = [Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3)];
    return text.slice(from, to);
  });
