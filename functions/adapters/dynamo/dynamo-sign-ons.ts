import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import type { SignOnChallenge, SignOnChallenges } from "../../domain/single-sign-on/sign-on-challenge.ts";
import type { SignOnIdentities, SignOnIdentity } from "../../domain/single-sign-on/sign-on-identity.ts";
import { decodeRow } from "./decode-row.ts";
import { write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds } from "./expiry.ts";
import { challengeKey, identityKey, type RowKey } from "./keys.ts";

const purposeShape = z.enum(["sign-in", "step-up"]);

const challengeShape: z.ZodMiniType<SignOnChallenge> = z.object({
  tenantId: z.string(),
  stateHash: z.string(),
  nonceHash: z.string(),
  codeVerifier: z.string(),
  purpose: purposeShape,
  sessionHash: z.exactOptional(z.string()),
  returnPath: z.string(),
  challengedAt: z.number(),
  endsAt: z.number(),
} satisfies Record<keyof SignOnChallenge, unknown>);

const identityShape: z.ZodMiniType<SignOnIdentity> = z.object({
  tenantId: z.string(),
  idHash: z.string(),
  purpose: purposeShape,
  sessionHash: z.exactOptional(z.string()),
  issuer: z.string(),
  subject: z.string(),
  authTimeSeconds: z.exactOptional(z.number()),
  challengedAt: z.number(),
  endsAt: z.number(),
} satisfies Record<keyof SignOnIdentity, unknown>);

export const dynamoSignOnChallenges = (deps: DynamoDeps): SignOnChallenges => ({
  begin: (challenge) => put(deps, challengeKey(challenge.tenantId, challenge.stateHash), challenge),
  async take(tenantId, stateHash) {
    const item = await takeItem(deps, challengeKey(tenantId, stateHash));
    return item && decodeRow(challengeShape, item);
  },
});

export const dynamoSignOnIdentities = (deps: DynamoDeps): SignOnIdentities => ({
  keep: (identity) => put(deps, identityKey(identity.tenantId, identity.idHash), identity),
  async take(tenantId, idHash) {
    const item = await takeItem(deps, identityKey(tenantId, idHash));
    return item && decodeRow(identityShape, item);
  },
});

async function put(deps: DynamoDeps, key: RowKey, record: { readonly endsAt: number }): Promise<void> {
  const Item = { ...key, ...record, expiresAt: expirySeconds(record.endsAt) };
  await write(deps, () => deps.client.send(new PutCommand({ TableName: deps.table, Item })));
}

/** One caller gets it. Whose answer is lost gets nothing when the call is repeated, and starts anew. */
async function takeItem(deps: DynamoDeps, key: RowKey): Promise<Record<string, unknown> | undefined> {
  const command = new DeleteCommand({ TableName: deps.table, Key: key, ReturnValues: "ALL_OLD" });
  const { Attributes } = await write(deps, () => deps.client.send(command));
  return Attributes;
}
