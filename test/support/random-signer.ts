import { createHash, randomBytes } from "node:crypto";
import type { ManifestSigner } from "../../functions/domain/archive/manifest-signer.ts";

/**
 * Signs as ECDSA does: the same payload has another signature each time. So an archive only stays the same over several
 * attempts if the first signature is kept. `nonce` makes it say the same again.
 */
export const randomSigner = (nonce = () => randomBytes(8).toString("hex")): ManifestSigner => ({
  sign: async (payload) => {
    const used = nonce();
    return `header..${used}.${createHash("sha256").update(payload).update(used).digest("hex")}`;
  },
});
