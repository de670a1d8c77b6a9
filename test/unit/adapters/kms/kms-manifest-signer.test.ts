import { createHash } from "node:crypto";
import { KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { kmsManifestSigner } from "../../../../functions/adapters/kms/kms-manifest-signer.ts";
import { rawSignature } from "../../../../functions/adapters/kms/raw-signature.ts";
import { COMMON_FAILURES, serviceError } from "../../../support/sdk-errors.ts";

const kms = mockClient(KMSClient);
beforeEach(() => kms.reset());

const signer = kmsManifestSigner({ client: new KMSClient(), keyId: "arn:aws:kms:eu-central-1:1:key/k-1" });
const der = Buffer.from([0x30, 6, 2, 1, 1, 2, 1, 2]);

describe("the manifest's signer", () => {
  it("has the digest of the JWS's signing input signed", async () => {
    kms.on(SignCommand).resolves({ Signature: der });
    const jws = await signer.sign(Buffer.from("{}"));
    const header = Buffer.from('{"alg":"ES256","kid":"k-1"}').toString("base64url");
    expect(jws.startsWith(`${header}..`)).toBe(true);
    expect(kms.calls()[0]?.args[0].input).toEqual({
      KeyId: "arn:aws:kms:eu-central-1:1:key/k-1",
      Message: createHash("sha256").update(`${header}.e30`).digest(),
      MessageType: "DIGEST",
      SigningAlgorithm: "ECDSA_SHA_256",
    });
  });

  it.each([
    ...COMMON_FAILURES,
    ["a key that is not there", serviceError("NotFoundException", 400), "internal"] as const,
    ["a disabled key", serviceError("DisabledException", 400), "internal"] as const,
    ["KMS's own time-out", serviceError("DependencyTimeoutException", 503), "service-busy"] as const,
  ])("fails on %s", async (_, error, code) => {
    kms.on(SignCommand).rejects(error);
    await expect(signer.sign(Buffer.from("{}"))).rejects.toMatchObject({ code, cause: error });
  });
});

describe("a signature in DER", () => {
  it("becomes two numbers of 32 bytes, with the zeros that DER leaves out and without those it adds", () => {
    expect(Buffer.from(rawSignature(der)).toString("hex")).toBe(`${"00".repeat(31)}01${"00".repeat(31)}02`);
    const high = Buffer.concat([
      Buffer.from([0x30, 70, 2, 33, 0]),
      Buffer.alloc(32, 0xff),
      Buffer.from([2, 33, 0]),
      Buffer.alloc(32, 0x80),
    ]);
    expect(Buffer.from(rawSignature(high)).toString("hex")).toBe("ff".repeat(32) + "80".repeat(32));
  });

  it.each([
    ["nothing", []],
    ["another type", [0x31, 6, 2, 1, 1, 2, 1, 2]],
    ["a wrong length", [0x30, 7, 2, 1, 1, 2, 1, 2]],
    ["one number only", [0x30, 3, 2, 1, 1]],
    ["bytes after the end", [0x30, 7, 2, 1, 1, 2, 1, 2, 0]],
    ["a number without bytes", [0x30, 5, 2, 0, 2, 1, 2]],
    ["a number that ends beyond the end", [0x30, 6, 2, 1, 1, 2, 9, 2]],
    ["a number of another curve", [0x30, 38, 2, 33, ...Array<number>(33).fill(1), 2, 1, 2]],
  ])("of %s is refused", (_, bytes) => {
    expect(() => rawSignature(Buffer.from(bytes))).toThrow(expect.objectContaining({ code: "internal" }));
  });
});
