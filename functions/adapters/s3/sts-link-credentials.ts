import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import { Failure } from "../../domain/failure.ts";
import { sdkFailure } from "../system/sdk-failure.ts";

/** Credentials that can do one thing for a short while. */
interface LinkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds. */
  readonly endsAt: number;
}

/** Makes credentials for reading one key of one tenant. */
export type LinkCredentialsFor = (tenantId: string, key: string) => Promise<LinkCredentials>;

/** The shortest that STS gives. */
const LIFE_SECONDS = 900;

/**
 * A session of `roleArn`, made anew each time and cut down to reading versions of the one object, for the one tenant.
 * `kmsKeyArn` is the key that archives are encrypted with, if it is one of ours.
 */
export function stsLinkCredentials(deps: {
  readonly client: STSClient;
  readonly roleArn: string;
  readonly bucket: string;
  readonly kmsKeyArn?: string;
}): LinkCredentialsFor {
  return async (tenantId, key) => {
    const command = new AssumeRoleCommand({
      RoleArn: deps.roleArn,
      RoleSessionName: `link-${tenantId}`.replaceAll(/[^\w+=,.@-]/g, "-").slice(0, 64),
      DurationSeconds: LIFE_SECONDS,
      Tags: [{ Key: "tenantId", Value: tenantId }],
      Policy: JSON.stringify(sessionPolicy({ ...deps, tenantId, key })),
    });
    try {
      const { Credentials: made } = await deps.client.send(command);
      if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken || made.Expiration === undefined) {
        throw new Failure("internal", { reason: "no credentials in the answer" });
      }
      return {
        accessKeyId: made.AccessKeyId,
        secretAccessKey: made.SecretAccessKey,
        sessionToken: made.SessionToken,
        endsAt: made.Expiration.getTime(),
      };
    } catch (error) {
      throw sdkFailure(error);
    }
  };
}

function sessionPolicy(reach: {
  readonly bucket: string;
  readonly kmsKeyArn?: string;
  readonly tenantId: string;
  readonly key: string;
}) {
  const read = {
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: `arn:aws:s3:::${reach.bucket}/${literally(reach.key)}`,
  };
  const decrypt = {
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: reach.kmsKeyArn,
    Condition: { StringEquals: { "kms:EncryptionContext:tenantId": reach.tenantId } },
  };
  return { Version: "2012-10-17", Statement: reach.kmsKeyArn === undefined ? [read] : [read, decrypt] };
}

/** What a policy would read as a pattern or a variable stands for itself. */
const literally = (key: string): string => key.replaceAll(/[*?$]/g, (mark) => `\${${mark}}`);
