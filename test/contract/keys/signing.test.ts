import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  type MessageType,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signingKeyAlias } from "../../../infra/local/keys/signing-keys.ts";
import { type KeysService, keysService } from "../../support/keys-service.ts";

const KeyId = signingKeyAlias;
const SigningAlgorithm = "ECDSA_SHA_256";

describe("signing", () => {
  let service: KeysService;
  beforeAll(async () => {
    service = await keysService();
  });
  afterAll(() => service.stop());

  const sign = async (Message: Buffer, MessageType: MessageType) =>
    Buffer.from(
      (await service.kms.send(new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm }))).Signature ?? [],
    );
  const publicKey = async () => {
    const { PublicKey = new Uint8Array() } = await service.kms.send(new GetPublicKeyCommand({ KeyId }));
    return createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
  };

  test("signs messages so that the published key verifies them", async () => {
    const message = Buffer.from("manifest");
    const signature = await sign(message, "RAW");
    expect(verify("sha256", message, await publicKey(), signature)).toBe(true);
    expect(verify("sha256", Buffer.from("other"), await publicKey(), signature)).toBe(false);
  });

  test("signs digests so that the published key verifies what was digested", async () => {
    const key = await publicKey();
    expect(key.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    for (let at = 0; at < 200; at += 1) {
      const message = randomBytes(at);
      const signature = await sign(createHash("sha256").update(message).digest(), "DIGEST");
      expect(verify("sha256", message, key, signature), `message of ${at} bytes`).toBe(true);
    }
  });

  test("refuses digests of another length, long messages and unknown keys", async () => {
    await expect(sign(Buffer.alloc(31), "DIGEST")).rejects.toMatchObject({ name: "ValidationException" });
    await expect(sign(Buffer.alloc(4097), "RAW")).rejects.toMatchObject({ name: "ValidationException" });
    await expect(service.kms.send(new GetPublicKeyCommand({ KeyId: "alias/none" }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });

  test("verifies signatures, and refuses wrong ones", async () => {
    const Message = Buffer.from("manifest");
    const Signature = await sign(Message, "RAW");
    const good = await service.kms.send(new VerifyCommand({ KeyId, Message, Signature, SigningAlgorithm }));
    expect(good.SignatureValid).toBe(true);
    const wrong = new VerifyCommand({ KeyId, Message: Buffer.from("other"), Signature, SigningAlgorithm });
    await expect(service.kms.send(wrong)).rejects.toMatchObject({ name: "KMSInvalidSignatureException" });
  });

  test("makes and checks message authentication codes by a key of their own kind", async () => {
    const { KeyMetadata } = await service.kms.send(
      new CreateKeyCommand({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" }),
    );
    const macKey = "alias/mac";
    await service.kms.send(new CreateAliasCommand({ AliasName: macKey, TargetKeyId: KeyMetadata?.KeyId }));
    const of = { KeyId: macKey, Message: Buffer.from("token"), MacAlgorithm: "HMAC_SHA_256" } as const;
    const { Mac } = await service.kms.send(new GenerateMacCommand(of));
    expect((await service.kms.send(new VerifyMacCommand({ ...of, Mac }))).MacValid).toBe(true);
    const wrong = new VerifyMacCommand({ ...of, Message: Buffer.from("other"), Mac });
    await expect(service.kms.send(wrong)).rejects.toMatchObject({ name: "KMSInvalidMacException" });
    await expect(
      service.kms.send(new SignCommand({ KeyId: macKey, Message: Buffer.from("x"), SigningAlgorithm })),
    ).rejects.toMatchObject({ name: "InvalidKeyUsageException" });
  });

  test("keeps its keys over a restart", async () => {
    const message = Buffer.from("manifest");
    const signature = await sign(message, "RAW");
    service = await service.restarted();
    expect(verify("sha256", message, await publicKey(), signature)).toBe(true);
  });
});
