import { createHash } from "node:crypto";
import { type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import type { ManifestSigner } from "../../domain/archive/manifest-signer.ts";
import { Failure } from "../../domain/failure.ts";
import { sdkFailure } from "../system/sdk-failure.ts";
import { rawSignature } from "./raw-signature.ts";

/**
 * Signs with an ECDSA P-256 key of KMS. `kid` names the published key to whoever checks the signature; unless told, it is
 * the last part of the key's id.
 */
export function kmsManifestSigner(deps: {
  readonly client: KMSClient;
  readonly keyId: string;
  readonly kid?: string;
}): ManifestSigner {
  const header = base64url(JSON.stringify({ alg: "ES256", kid: deps.kid ?? deps.keyId.replace(/^.*\//, "") }));

  return {
    sign: async (payload) => {
      // The payload is encoded for the signature as in any JWS, and then left out: RFC 7515, appendix F.
      const signed = `${header}.${base64url(payload)}`;
      const command = new SignCommand({
        KeyId: deps.keyId,
        // The digest, since KMS takes no more than 4 KiB.
        Message: createHash("sha256").update(signed).digest(),
        MessageType: "DIGEST",
        SigningAlgorithm: "ECDSA_SHA_256",
      });
      try {
        const { Signature } = await deps.client.send(command);
        if (Signature === undefined) throw new Failure("internal", { reason: "no signature in the answer" });
        return `${header}..${base64url(rawSignature(Signature))}`;
      } catch (error) {
        throw sdkFailure(error);
      }
    },
  };
}

const base64url = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString("base64url");
