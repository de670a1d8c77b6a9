import { readFileSync } from "node:fs";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod";

const arn = z.string().startsWith("arn:");

/** What an operator decides about one installation of Coffer. Every member has a default, so that it synthesises anywhere. */
const settingsShape = z.strictObject({
  /** First part of the stacks' and secrets' names: two installations in one account and region need two names. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
    .default("coffer"),
  /** Without both, the stacks are made for whatever account and region the credentials belong to. */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  region: z.string().optional(),
  /** Host names that tenants are served under, wildcards allowed. With any, the API's own address is switched off. */
  domainNames: z.array(z.strictObject({ domainName: z.string().min(4), certificateArn: arn })).default([]),
  mail: z
    .strictObject({
      /** A verified identity of the mail service: a domain, or one address. */
      identity: z.string().min(3),
      from: z.email(),
    })
    .default({ identity: "coffer.invalid", from: "backups@coffer.invalid" }),
  /** Subnets and security groups that reach the tenants' databases. Without it functions run outside of any network. */
  network: z
    .strictObject({ subnetIds: z.array(z.string()).min(1), securityGroupIds: z.array(z.string()).min(1) })
    .optional(),
  /** Where tenants keep their attachments; the worker may read these and no other buckets. */
  attachmentBuckets: z
    .array(
      z.strictObject({
        bucket: z.string().min(3),
        /** Empty, or ends with `/`. */
        prefix: z
          .string()
          .regex(/^$|\/$/)
          .default(""),
        /** The key that encrypts the attachments, if it is one of the tenant's own. */
        kmsKeyArn: arn.optional(),
      }),
    )
    .default([]),
  /**
   * Requests of scripts that send no credentials are answered with `WWW-Authenticate`, at the price of a small function
   * in front of the others. For clients that wait to be asked (`wget`, Java's `Authenticator`).
   */
  isChallengeSent: z.boolean().default(true),
  /** Who is woken by alarms. */
  alarmMails: z.array(z.email()).default([]),
  /** Days; one of the periods that the log service knows. */
  logRetentionDays: z.enum(RetentionDays).default(RetentionDays.THREE_MONTHS),
  /** Workers at the same time, over all tenants. */
  workersMax: z.number().int().min(2).max(1000).default(20),
  /**
   * API Gateway writes logs with one role for each account and region. False: the account has one already, made
   * elsewhere.
   */
  isApiGatewayLogRoleOurs: z.boolean().default(true),
  /**
   * For the local system alone: identity providers on this machine may be visited, by plain `http`. In the cloud that
   * would be the function's own machine.
   */
  areLoopbackIssuersAllowed: z.boolean().default(false),
  throttle: z
    .strictObject({
      requestsPerSecond: z.number().int().positive(),
      burst: z.number().int().positive(),
      /** Requests from one address in five minutes. */
      perAddress: z.number().int().min(10),
    })
    .default({ requestsPerSecond: 100, burst: 200, perAddress: 1000 }),
});

export type Settings = z.infer<typeof settingsShape>;

export const DEFAULT_SETTINGS: Settings = settingsShape.parse({});

/** Reads a settings file (JSON). Unknown members and wrong values are refused, by name. */
export function readSettings(path: string): Settings {
  const parsed = settingsShape.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success) {
    throw new Error(`${path} is not a valid settings file:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
