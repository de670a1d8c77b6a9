import { createPublicKey, verify } from "node:crypto";
import { CreateKeyCommand, GetPublicKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kmsManifestSigner } from "../../../functions/adapters/kms/kms-manifest-signer.ts";
import { type KeysService, keysService } from "../../support/keys-service.ts";

let keys: KeysService;
let keyId: string;
let publicKey: ReturnType<typeof createPublicKey>;
beforeAll(async () => {
  keys = await keysService();
  const made = await keys.kms.send(new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }));
  keyId = made.KeyMetadata?.Arn ?? "";
  const { PublicKey = new Uint8Array() } = await keys.kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
  publicKey = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
});
afterAll(() => keys.stop());

const isValid = (jws: string, payload: string): boolean => {
  const [header = "", middle, signature = ""] = jws.split(".");
  expect(middle).toBe("");
  const signed = Buffer.from(`${header}.${Buffer.from(payload).toString("base64url")}`);
  return verify("sha256", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
};

describe("a signature of a manifest", () => {
  it("is a detached JWS that the published key verifies, however its numbers fall", async () => {
    const signer = kmsManifestSigner({ client: keys.kms, keyId });
    // One in 128 numbers begins with a zero byte, which DER leaves out and JOSE does not.
    for (let round = 0; round < 300; round += 1) {
      const payload = JSON.stringify({ round, tenant: "größe" });
      const jws = await signer.sign(Buffer.from(payload));
      expect(Buffer.from(jws.split(".")[2] ?? "", "base64url").length).toBe(64);
      expect(isValid(jws, payload)).toBe(true);
    }
  });

  it("covers every byte of a manifest of any size", async () => {
    const payload = "x".repeat(100_000);
    const jws = await kmsManifestSigner({ client: keys.kms, keyId }).sign(Buffer.from(payload));
    expect(isValid(jws, payload)).toBe(true);
    expect(isValid(jws, `${payload.slice(0, -1)}y`)).toBe(false);
  });

  it("names its algorithm and its key", async () => {
    const jws = await kmsManifestSigner({ client: keys.kms, keyId }).sign(Buffer.from("{}"));
    const header = JSON.parse(Buffer.from(jws.split(".")[0] ?? "", "base64url").toString());
    expect(header).toEqual({ alg: "ES256", kid: keyId.split("/").at(-1) });
    const named = await kmsManifestSigner({ client: keys.kms, keyId, kid: "2026" }).sign(Buffer.from("{}"));
    expect(JSON.parse(Buffer.from(named.split(".")[0] ?? "", "base64url").toString())).toMatchObject({ kid: "2026" });
  });

  it("fails with a key that is not there", async () => {
    const signer = kmsManifestSigner({ client: keys.kms, keyId: "00000000-0000-0000-0000-000000000000" });
    await expect(signer.sign(Buffer.from("{}"))).rejects.toMatchObject({ code: "internal" });
  });
});
