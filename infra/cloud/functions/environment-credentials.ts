/** What the SDK asks for when it signs. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Stands in for the SDK's `@aws-sdk/credential-provider-node` in bundles. Lambda hands a function the credentials of its
 * role in the environment, for as long as that environment lives; the SDK would bring along profiles, single sign-on and
 * metadata services besides, more than 100 KiB of each bundle.
 */
export const defaultProvider = (): (() => Promise<Credentials>) => async () => ({
  accessKeyId: variable("AWS_ACCESS_KEY_ID"),
  secretAccessKey: variable("AWS_SECRET_ACCESS_KEY"),
  sessionToken: variable("AWS_SESSION_TOKEN"),
});

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Lambda did not set ${name}`);
  return value;
}
