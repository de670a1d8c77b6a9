import { generateKeyPairSync, sign, verify } from "node:crypto";

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64url");

export interface TestSigner {
  readonly publicKeyPem: string;
  sign(payload: Uint8Array): string;
}

/** Signs as the key service does: detached JWS, ES256. */
export function testSigner(): TestSigner {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const header = base64url(JSON.stringify({ alg: "ES256", kid: "test" }));
  return {
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    sign: (payload) => {
      const input = Buffer.from(`${header}.${base64url(payload)}`);
      return `${header}..${base64url(sign("sha256", input, { key: privateKey, dsaEncoding: "ieee-p1363" }))}`;
    },
  };
}

/** RFC 7515, appendix F: the payload is put back between the dots. */
export function isSignedBy(key: string, payload: Uint8Array, signature: string): boolean {
  const [header = "", between, value = ""] = signature.trim().split(".");
  if (between !== "") return false;
  const { alg }: { alg?: string } = JSON.parse(Buffer.from(header, "base64url").toString());
  const input = Buffer.from(`${header}.${base64url(payload)}`);
  return (
    alg === "ES256" && verify("sha256", input, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(value, "base64url"))
  );
}
