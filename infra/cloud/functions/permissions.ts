import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Settings } from "../../settings.ts";
import { DUE_INDEX } from "../state/records-table.ts";
import type { State } from "../state-stack.ts";

/** Members of a DynamoDB transaction are allowed one by one, so there is no action for the transaction itself. */
export type RecordAction = "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "ConditionCheckItem" | "Query";

export const tenantSecretPrefix = (settings: Settings): string => `${settings.name}/tenant/`;
export const signOnSecretPrefix = (settings: Settings): string => `${settings.name}/tenant-sign-on/`;

const via = (service: string): string => `${service}.${Aws.REGION}.amazonaws.com`;

/**
 * Reading and writing the table. Writes are confined to keys that begin with `T#`, a tenant's own rows: which host name
 * leads to which tenant (`D#…`) is the operator's alone.
 */
export const records = (state: State, ...actions: readonly RecordAction[]): PolicyStatement[] =>
  recordsUnder("T#*", state, actions);

/** Single sign-ons that are under way, by `T#<tenant>#SIGN-ON`: what goes out into the world writes nothing else. */
export const signOnRecords = (state: State, ...actions: readonly RecordAction[]): PolicyStatement[] =>
  recordsUnder("T#*#SIGN-ON", state, actions);

function recordsUnder(keys: string, state: State, actions: readonly RecordAction[]): PolicyStatement[] {
  const isReading = (action: RecordAction): boolean => action === "GetItem" || action === "Query";
  const reads = actions.filter((action) => isReading(action));
  const writes = actions.filter((action) => !isReading(action));
  return [
    ...(reads.length === 0 ? [] : [recordUse("Reads", state, reads, {})]),
    ...(writes.length === 0
      ? []
      : [recordUse("Writes", state, writes, { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys } })]),
    recordsKeyUse(state),
  ];
}

/** Which tenants there are, and which host name leads to which: written by the operator's function alone. */
export const tenantDirectory = (state: State): PolicyStatement =>
  recordUse("TenantDirectory", state, ["PutItem", "DeleteItem"], {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["D#*", "O#*"] },
  });

/**
 * The chain of facts (`A#…`), written by the auditor alone, together with the facts that get their place: one statement
 * for both, since one transaction is on both.
 */
export const chainWriting = (state: State): PolicyStatement =>
  recordUse("ChainWriting", state, ["PutItem", "UpdateItem"], {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["A#*", "T#*"] },
  });

const recordUse = (
  sid: string,
  state: State,
  actions: readonly RecordAction[],
  conditions: Record<string, Record<string, string | string[]>>,
): PolicyStatement =>
  new PolicyStatement({
    sid,
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [state.recordsArn],
    conditions,
  });

/** Outbox rows that wait, leases that end. */
export const dueRecords = (state: State): PolicyStatement =>
  new PolicyStatement({
    sid: "DueRecords",
    actions: ["dynamodb:Query"],
    resources: [`${state.recordsArn}/index/${DUE_INDEX}`],
  });

export const recordStream = (state: State): PolicyStatement[] => [
  new PolicyStatement({
    sid: "RecordStream",
    actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    resources: [state.recordsStreamArn],
  }),
  new PolicyStatement({
    sid: "RecordStreams",
    actions: ["dynamodb:ListStreams"],
    resources: [`${state.recordsArn}/stream/*`],
  }),
];

/** DynamoDB opens the table's key in the caller's name; these are what it asks for, and only it may ask. */
const recordsKeyUse = (state: State): PolicyStatement =>
  new PolicyStatement({
    sid: "RecordsKey",
    actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
    resources: [state.recordsKeyArn],
    conditions: { StringEquals: { "kms:ViaService": via("dynamodb") } },
  });

/** Databases' logins and `secret_key_base` of the tenants. Restore logins have a prefix of their own, out of reach. */
export const tenantSecrets = (settings: Settings, state: State): PolicyStatement[] =>
  secretReading("TenantSecrets", secretsUnder(tenantSecretPrefix(settings)), state);

/** For the operator's own hands: tenants' secrets are written, and cannot be read back. */
export function tenantSecretWriting(settings: Settings, state: State): PolicyStatement[] {
  const secretArns = [tenantSecretPrefix(settings), signOnSecretPrefix(settings)].map(secretsUnder);
  return [
    new PolicyStatement({
      sid: "TenantSecretWriting",
      actions: ["secretsmanager:CreateSecret", "secretsmanager:PutSecretValue"],
      resources: secretArns,
    }),
    new PolicyStatement({
      sid: "TenantSecretWritingKey",
      // Secrets Manager asks for both when it writes.
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [state.recordsKeyArn],
      conditions: {
        StringEquals: { "kms:ViaService": via("secretsmanager") },
        StringLike: { "kms:EncryptionContext:SecretARN": secretArns },
      },
    }),
  ];
}

/** Tenants' secrets at their identity providers. */
export const signOnSecrets = (settings: Settings, state: State): PolicyStatement[] =>
  secretReading("SignOnSecrets", secretsUnder(signOnSecretPrefix(settings)), state);

const secretsUnder = (prefix: string): string =>
  `arn:${Aws.PARTITION}:secretsmanager:${Aws.REGION}:${Aws.ACCOUNT_ID}:secret:${prefix}*`;

export const tokenKeys = (state: State): PolicyStatement[] => secretReading("TokenKeys", state.tokenKeysArn, state);

const secretReading = (sid: string, secretArn: string, state: State): PolicyStatement[] => [
  new PolicyStatement({ sid, actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] }),
  new PolicyStatement({
    sid: `${sid}Key`,
    actions: ["kms:Decrypt"],
    resources: [state.recordsKeyArn],
    conditions: {
      StringEquals: { "kms:ViaService": via("secretsmanager") },
      StringLike: { "kms:EncryptionContext:SecretARN": secretArn },
    },
  }),
];

export const sending = (...queues: readonly Queue[]): PolicyStatement =>
  new PolicyStatement({
    sid: "Sending",
    actions: ["sqs:SendMessage"],
    resources: queues.map((queue) => queue.queueArn),
  });

export const receiving = (...queues: readonly Queue[]): PolicyStatement =>
  new PolicyStatement({
    sid: "Receiving",
    actions: ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    resources: queues.map((queue) => queue.queueArn),
  });
