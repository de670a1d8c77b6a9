import { randomInt } from "node:crypto";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import type { OpenTemplate } from "../template/open-template.ts";

const secretShape = z.looseObject({
  Name: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .strictObject({
      SecretStringTemplate: z.string().optional(),
      GenerateStringKey: z.string().optional(),
      PasswordLength: z.number().default(32),
      ExcludePunctuation: z.boolean().default(false),
      ExcludeCharacters: z.string().default(""),
    })
    .optional(),
});

type Generation = NonNullable<z.infer<typeof secretShape>["GenerateSecretString"]>;

/** The template's secrets, each filled at first start and kept from then on. */
export async function makeSecrets(template: OpenTemplate, secrets: SecretsManagerClient): Promise<void> {
  for (const secret of template.resources("AWS::SecretsManager::Secret")) {
    const { Name, SecretString, GenerateSecretString } = secretShape.parse(secret.properties);
    const name = Name ?? `${secret.stack.name}-${secret.logicalId}`;
    const arn = await findOrCreate(secrets, name, () => SecretString ?? generate(GenerateSecretString));
    template.setIdentity(secret, { reference: arn, attributes: { Id: arn } });
  }
}

async function findOrCreate(secrets: SecretsManagerClient, name: string, value: () => string): Promise<string> {
  try {
    const { ARN } = await secrets.send(new DescribeSecretCommand({ SecretId: name }));
    if (ARN !== undefined) return ARN;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: name, SecretString: value() }));
  if (ARN === undefined) throw new Error(`The secret ${name} was made without an ARN.`);
  return ARN;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

function generate(wish: Generation | undefined): string {
  if (wish === undefined) return "";
  const alphabet = (wish.ExcludePunctuation ? letters : letters + punctuation)
    .split("")
    .filter((character) => !wish.ExcludeCharacters.includes(character));
  const password = Array.from({ length: wish.PasswordLength }, () => alphabet[randomInt(alphabet.length)]).join("");
  if (wish.SecretStringTemplate === undefined || wish.GenerateStringKey === undefined) return password;
  const members = z.record(z.string(), z.unknown()).parse(JSON.parse(wish.SecretStringTemplate));
  return JSON.stringify({ ...members, [wish.GenerateStringKey]: password });
}
