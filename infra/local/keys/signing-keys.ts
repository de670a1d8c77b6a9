import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { join } from "node:path";
import { privateFile } from "./private-file.ts";
import type { Operations } from "./secrets.ts";
import { type Fields, serviceError, textIn } from "./service-error.ts";
import { signDigest } from "./sign-digest.ts";

type Spec = "ECC_NIST_P256" | "HMAC_256";

interface Key {
  spec: Spec;
  /** A private key in PEM, or a secret in base64. */
  material: string;
  aliases: string[];
}

/** The alias of the key that is there from the first start: it signs manifests. */
export const signingKeyAlias = "alias/coffer-manifests";

const rawBytesMax = 4096;
const digestBytes = 32;
const usages = { ECC_NIST_P256: "SIGN_VERIFY", HMAC_256: "GENERATE_VERIFY_MAC" } as const;
const arnOf = (id: string): string => `arn:aws:kms:eu-central-1:000000000000:key/${id}`;

/** KMS, as much of it as signing takes. Keys never leave it: only their public halves do. */
export function keyOperations(directory: string): Operations {
  const file = privateFile<Record<string, Key>>(join(directory, "kms-keys.json"));
  const keys = file.read(() => ({ [randomUUID()]: newKey("ECC_NIST_P256", [signingKeyAlias]) }));

  const find = (fields: Fields, name = "KeyId"): [string, Key] => {
    const wanted = textIn(fields, name);
    const found = Object.entries(keys).find(
      ([id, { aliases }]) =>
        [id, arnOf(id), ...aliases].includes(wanted) || aliases.some((one) => wanted.endsWith(`:${one}`)),
    );
    if (!found) throw serviceError("NotFoundException", `Key '${wanted}' does not exist`);
    return found;
  };
  const findFor = (fields: Fields, spec: Spec): [string, Key] => {
    const found = find(fields);
    if (found[1].spec === spec) return found;
    throw serviceError("InvalidKeyUsageException", `${arnOf(found[0])} key usage is ${usages[found[1].spec]}`);
  };

  return {
    CreateKey(fields) {
      const spec = textIn(fields, "KeySpec");
      if (spec !== "ECC_NIST_P256" && spec !== "HMAC_256") throw serviceError("UnsupportedOperationException", spec);
      const id = randomUUID();
      keys[id] = newKey(spec, []);
      file.write(keys);
      return { KeyMetadata: metadata(id, spec) };
    },
    CreateAlias(fields) {
      const alias = textIn(fields, "AliasName");
      if (Object.values(keys).some(({ aliases }) => aliases.includes(alias))) {
        throw serviceError("AlreadyExistsException", `An alias with the name ${alias} already exists`);
      }
      find(fields, "TargetKeyId")[1].aliases.push(alias);
      file.write(keys);
      return {};
    },
    DescribeKey(fields) {
      const [id, { spec }] = find(fields);
      return { KeyMetadata: metadata(id, spec) };
    },
    GetPublicKey(fields) {
      const [id, { spec, material }] = findFor(fields, "ECC_NIST_P256");
      const publicKey = createPublicKey(material).export({ type: "spki", format: "der" });
      const algorithms = ["ECDSA_SHA_256"];
      const key = { KeyId: arnOf(id), KeySpec: spec, CustomerMasterKeySpec: spec, KeyUsage: usages[spec] };
      return { ...key, PublicKey: publicKey.toString("base64"), SigningAlgorithms: algorithms };
    },
    Sign(fields) {
      const [id, { material }] = findFor(fields, "ECC_NIST_P256");
      const { message, isDigest } = messageIn(fields);
      const signature = isDigest ? signDigest(message, material) : sign("sha256", message, material);
      return { KeyId: arnOf(id), Signature: signature.toString("base64"), SigningAlgorithm: "ECDSA_SHA_256" };
    },
    Verify(fields) {
      const [id, { material }] = findFor(fields, "ECC_NIST_P256");
      const { message, isDigest } = messageIn(fields);
      if (isDigest) throw serviceError("UnsupportedOperationException", "Verify a message here, not its digest");
      const signature = Buffer.from(textIn(fields, "Signature"), "base64");
      if (!verify("sha256", message, createPublicKey(material), signature)) {
        throw serviceError("KMSInvalidSignatureException", "The signature does not fit");
      }
      return { KeyId: arnOf(id), SignatureValid: true, SigningAlgorithm: "ECDSA_SHA_256" };
    },
    GenerateMac(fields) {
      const [id, key] = findFor(fields, "HMAC_256");
      return { KeyId: arnOf(id), Mac: macOf(key, fields).toString("base64"), MacAlgorithm: "HMAC_SHA_256" };
    },
    VerifyMac(fields) {
      const [id, key] = findFor(fields, "HMAC_256");
      const [mac, given] = [macOf(key, fields), Buffer.from(textIn(fields, "Mac"), "base64")];
      if (mac.length !== given.length || !timingSafeEqual(mac, given)) {
        throw serviceError("KMSInvalidMacException", "The MAC does not fit");
      }
      return { KeyId: arnOf(id), MacValid: true, MacAlgorithm: "HMAC_SHA_256" };
    },
  };
}

function newKey(spec: Spec, aliases: string[]): Key {
  if (spec === "HMAC_256") return { spec, material: randomBytes(32).toString("base64"), aliases };
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { spec, material: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), aliases };
}

function metadata(id: string, spec: Spec): object {
  return { KeyId: id, Arn: arnOf(id), KeySpec: spec, KeyUsage: usages[spec], KeyState: "Enabled", Enabled: true };
}

function messageIn(fields: Fields): { message: Buffer; isDigest: boolean } {
  const algorithm = textIn(fields, "SigningAlgorithm");
  if (algorithm !== "ECDSA_SHA_256") throw serviceError("ValidationException", `${algorithm} does not fit the key`);
  const message = Buffer.from(textIn(fields, "Message"), "base64");
  const isDigest = fields["MessageType"] === "DIGEST";
  if (isDigest && message.length !== digestBytes) {
    throw serviceError("ValidationException", `Digest is invalid length for algorithm ${algorithm}`);
  }
  if (message.length > rawBytesMax) throw serviceError("ValidationException", `Message is over ${rawBytesMax} bytes`);
  return { message, isDigest };
}

function macOf(key: Key, fields: Fields): Buffer {
  return createHmac("sha256", Buffer.from(key.material, "base64")).update(textIn(fields, "Message"), "base64").digest();
}
