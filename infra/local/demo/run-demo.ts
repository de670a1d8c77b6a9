import { join } from "node:path";
import type { SeededTenant } from "../seed/seed-tenant.ts";
import { type LocalCloud, startLocalCloud } from "../start-local-cloud.ts";
import { createNarrator, type Narrator } from "../tour/narrator.ts";
import { runTour } from "../tour/run-tour.ts";
import { signInByProvider } from "../tour/sign-in-by-provider.ts";
import { joinIdentityProvider } from "./join-identity-provider.ts";
import type { DemoOptions } from "./read-options.ts";
import { seedDemo } from "./seed-demo.ts";

const root = join(import.meta.dirname, "../../..");

export interface RunningDemo {
  /** Whether the main job came to its end. */
  readonly isGood: boolean;
  close(): Promise<void>;
}

/** Brings the local cloud up, fills the two demo tenants and does the main job once. Throws if it does not get that far. */
export async function runDemo(options: DemoOptions): Promise<RunningDemo> {
  const { directory } = options;
  const narrator = createNarrator((line) => console.log(line));
  const cloud = await bringUp(options, narrator);
  const up = new AsyncDisposableStack();
  up.defer(() => cloud.close());
  try {
    const fill = (tenant: "acme" | "globex") =>
      narrator.step(
        `tenant ${tenant} at ${cloud.origin(`${tenant}.localhost`)}`,
        () => seedDemo(cloud, tenant, options),
        ({ title, people }) => `${title}, ${people.length} people to sign in as`,
      );
    const acme = await fill("acme");
    const globex = await fill("globex");
    const provider = await narrator.step(
      "an identity provider for globex",
      () => joinIdentityProvider(cloud, globex),
      ({ issuer }) => issuer,
    );
    up.defer(() => provider.close());
    const isBackupGood = await tryTour(cloud, acme, directory, narrator);
    const isGood = (await trySignOn(cloud, globex, narrator)) && isBackupGood;
    if (!options.isOnce) tellAddresses(cloud, [acme, globex], directory, narrator);
    return { isGood, close: () => up.disposeAsync() };
  } catch (error) {
    await up.disposeAsync();
    throw error;
  }
}

/** One that fails is told, and what runs stays up to be looked at. */
async function trySignOn(cloud: LocalCloud, tenant: SeededTenant, narrator: Narrator): Promise<boolean> {
  const person = tenant.people.find(({ externalId }) => externalId !== undefined);
  if (person?.externalId === undefined) return true;
  const { login, externalId } = person;
  try {
    await narrator.step(`${tenant.title}: sign in as ${login} by single sign-on`, () =>
      signInByProvider(cloud.origin(tenant.domainName), externalId),
    );
    return true;
  } catch (error) {
    narrator.say(`  The single sign-on did not get through: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function bringUp(options: DemoOptions, narrator: Narrator): Promise<LocalCloud> {
  const started = performance.now();
  narrator.say("The cloud in one machine");
  const cloud = await startLocalCloud({
    directory: options.directory,
    assemblies: join(root, ".coffer/cdk.out"),
    port: options.port,
    fresh: options.isFresh,
    verbose: options.isVerbose,
    onProgress: (stage) => narrator.say(`  ✓ ${stage} (${((performance.now() - started) / 1000).toFixed(1)} s)`),
  });
  for (const { stack, logicalId, type } of cloud.leftOut) {
    narrator.say(`  ! not carried out here: ${type} ${stack}/${logicalId}`);
  }
  return cloud;
}

/** A tour that fails is told, and what runs stays up to be looked at. */
async function tryTour(
  cloud: LocalCloud,
  tenant: SeededTenant,
  directory: string,
  narrator: Narrator,
): Promise<boolean> {
  narrator.say(`A backup of ${tenant.title}, start to end`);
  try {
    const file = await runTour({
      origin: cloud.origin(tenant.domainName),
      tenant,
      mailbox: cloud.services.mailbox,
      postgres: cloud.services.postgres,
      directory: join(directory, "downloads"),
      narrator,
    });
    narrator.say(`  The archive is ${file}`);
    return true;
  } catch (error) {
    narrator.say(`  The backup did not get through: ${error instanceof Error ? error.message : String(error)}`);
    narrator.say(`  What the functions said is in ${join(directory, "logs")}`);
    return false;
  }
}

function tellAddresses(
  cloud: LocalCloud,
  tenants: readonly SeededTenant[],
  directory: string,
  { say }: Narrator,
): void {
  say("");
  say(`Mailbox       ${cloud.services.mailbox.url}/`);
  say(`Logs          ${join(directory, "logs")}`);
  for (const tenant of tenants) {
    say("");
    say(`${tenant.title}: ${cloud.origin(tenant.domainName)}/ (the API: /api/v3/…)`);
    if (tenant.people.some(({ externalId }) => externalId !== undefined)) {
      say(`  single sign-on begins at ${cloud.origin(tenant.domainName)}/api/v3/single_sign_on`);
    }
    for (const { persona, login, password, totpSecret, apiKey, externalId } of tenant.people) {
      const means = password ?? (externalId === undefined ? "no password" : "no password: by single sign-on");
      say(`  ${persona.padEnd(22)}${login.padEnd(18)}${means}`);
      if (totpSecret !== undefined) say(`${" ".repeat(24)}authenticator secret ${totpSecret}`);
      if (apiKey !== undefined && persona.endsWith("administrator")) say(`${" ".repeat(24)}API key ${apiKey}`);
    }
  }
  say("");
  say("Support and the operator, in another terminal (docs/cli.md):");
  say(`  export COFFER_URL=http://127.0.0.1:${cloud.port} AWS_CONFIG_FILE=${cloud.staffProfiles}`);
  say("  npx coffer --profile operator tenants list");
  say("  npx coffer --profile support --ticket DEMO-1 tenants list");
  say("");
  say("Ctrl-C ends it; the data stays for the next start.");
}
