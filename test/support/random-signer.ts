import { createHash, randomBytes } from "node:crypto";
import type { ManifestSigner } from "../../functions/domain/archive/manifest-signer.ts";

/**
 * Signs as ECDSA does: the same payload has another signature each time. So an archive only stays the same over several
 * attempts if the first signature is kept. `nonce` makes it say the same again.
 */
export const randomSigner = (nonce = () => randomBytes(8).toString("hex")): ManifestSigner => ({
  sign: async (payload) => signature(payload, nonce()),
});

/** The signature's own nonce: a signer that is given it signs the same way again. */
export const nonceOf = (jws: string): string => jws.split("..")[1]?.split(".")[0] ?? "";

export const isSignatureOf = (payload: Uint8Array, jws: string): boolean => jws === signature(payload, nonceOf(jws));

const signature = (payload: Uint8Array, nonce: string): string =>
  `header..${nonce}.${createHash("sha256").update(payload).update(nonce).digest("hex")}`;
