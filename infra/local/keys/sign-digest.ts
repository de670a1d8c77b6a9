import { createECDH, createPrivateKey } from "node:crypto";

const curve = "prime256v1";
/** The order of P-256's base point (FIPS 186-5). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Signs a digest that someone else worked out, as KMS does for MessageType DIGEST. `node:crypto` would hash it once
 * more, so the last step of ECDSA is done here; never for keys that guard anything but this machine's own archives.
 *
 * @param digest 32 bytes of SHA-256 @returns the signature in DER
 */
export function signDigest(digest: Buffer, privateKeyPem: string): Buffer {
  const { d = "" } = createPrivateKey(privateKeyPem).export({ format: "jwk" });
  const secret = toNumber(Buffer.from(d, "base64url"));
  const nonce = createECDH(curve);
  const point = nonce.generateKeys();
  const r = toNumber(point.subarray(1, 33)) % order;
  const s = (inverse(toNumber(nonce.getPrivateKey())) * (toNumber(digest) + r * secret)) % order;
  // Both are zero with a chance of 1 in 2^256; the definition asks for another nonce then.
  return r === 0n || s === 0n ? signDigest(digest, privateKeyPem) : derOf(r, s);
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}

/** By the extended Euclidean algorithm. */
function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value % order, order, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b, x, y] = [b % a, a, y - quotient * x, x];
  }
  return ((x % order) + order) % order;
}

function derOf(r: bigint, s: bigint): Buffer {
  const content = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  // A leading bit of 1 would read as a minus.
  const positive = (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]);
  return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
}
