import { createHash } from "node:crypto";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  type KMSClient,
  NotFoundException,
} from "@aws-sdk/client-kms";
import * as z from "zod";
import { ACCOUNT_ID, REGION } from "../template/account.ts";
import type { OpenTemplate } from "../template/open-template.ts";
import type { Resource } from "../template/template.ts";

const keyShape = z.looseObject({
  KeySpec: z.enum(["SYMMETRIC_DEFAULT", "ECC_NIST_P256", "HMAC_256"]).default("SYMMETRIC_DEFAULT"),
});
const usages = { ECC_NIST_P256: "SIGN_VERIFY", HMAC_256: "GENERATE_VERIFY_MAC" } as const;

/** The template's keys. Those that only encrypt at rest are names here: the local services keep objects as they are. */
export async function makeKeys(template: OpenTemplate, kms: KMSClient): Promise<void> {
  for (const key of template.resources("AWS::KMS::Key")) {
    const { KeySpec } = keyShape.parse(key.properties);
    const alias = `alias/${key.stack.name}-${key.logicalId}`;
    const id = KeySpec === "SYMMETRIC_DEFAULT" ? nameLikeId(alias) : await findOrCreate(kms, alias, KeySpec);
    const Arn = `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/${id}`;
    template.setIdentity(key, { reference: id, attributes: { Arn, KeyId: id } });
  }
  for (const alias of template.resources("AWS::KMS::Alias")) await makeAlias(template, kms, alias);
}

async function findOrCreate(kms: KMSClient, alias: string, spec: keyof typeof usages): Promise<string> {
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
    if (KeyMetadata?.KeyId !== undefined) return KeyMetadata.KeyId;
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
  }
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: usages[spec] }));
  if (KeyMetadata?.KeyId === undefined) throw new Error(`No key was made for ${alias}.`);
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata.KeyId }));
  return KeyMetadata.KeyId;
}

async function makeAlias(template: OpenTemplate, kms: KMSClient, resource: Resource): Promise<void> {
  const { AliasName, TargetKeyId } = z
    .looseObject({ AliasName: z.string(), TargetKeyId: z.string() })
    .parse(resource.properties);
  const owner = template
    .resources("AWS::KMS::Key")
    .find((key) => Object.values(template.identityOf(key).attributes).includes(TargetKeyId));
  if (owner === undefined || keyShape.parse(owner.properties).KeySpec === "SYMMETRIC_DEFAULT") return;
  try {
    await kms.send(new DescribeKeyCommand({ KeyId: AliasName }));
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
  }
}

/** The same at every start, in the form of a key id. */
function nameLikeId(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
