import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";

/** The longest STS gives; a process is retired long before. */
const durationSeconds = 43_200;

/** The variables by which a function signs: a session of its role, made for one process, as Lambda makes it. */
export async function assumeFunctionRole(
  sts: STSClient,
  roleArn: string,
  functionName: string,
): Promise<Record<string, string>> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: functionName.slice(0, 64),
      DurationSeconds: durationSeconds,
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (!(AccessKeyId && SecretAccessKey && SessionToken)) throw new Error(`STS gave no credentials for ${roleArn}.`);
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
  };
}
