import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { seedDemo } from "../../infra/local/demo/seed-demo.ts";
import type { DemoTenantId } from "../../infra/local/seed/demo-tenant.ts";
import type { SeededTenant } from "../../infra/local/seed/seed-tenant.ts";
import { startLocalCloud } from "../../infra/local/start-local-cloud.ts";
import { createAuthenticator } from "../../infra/local/tour/authenticator.ts";
import { cofferClient } from "../../infra/local/tour/coffer-client.ts";
import { logsIn, mailsOf, watchSecrets } from "./watch-secrets.ts";

/**
 * The whole system with one demo tenant, from the production template, in a directory that goes away with it. Closing it
 * throws when a secret that was used is in any log, row, message or mail.
 */
export async function aDemoCloud(tenant: DemoTenantId, size = 0.05) {
  const directory = mkdtempSync(join(tmpdir(), "coffer-test-"));
  const assemblies = join(import.meta.dirname, "../../.coffer/cdk.out");
  const secrets = watchSecrets();
  const cloud = await startLocalCloud({ directory, durable: false, assemblies });
  try {
    const seeded = await seedDemo(cloud, tenant, { size });
    secrets.addPeople(seeded.people);
    const client = cofferClient(cloud.origin(seeded.domainName));
    return {
      cloud,
      directory,
      tenant: seeded,
      client,
      administrator: administratorOf(seeded),
      secrets,
      async close() {
        const mails = await mailsOf(cloud.services.mailbox);
        await cloud.close();
        secrets.stop();
        const leaks = secrets.leaks([...mails, ...logsIn(join(directory, "logs"))]);
        rmSync(directory, { recursive: true, force: true });
        if (leaks.length > 0) throw new Error(`Secrets were written down:\n${leaks.slice(0, 20).join("\n")}`);
      },
    };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

export type DemoCloud = Awaited<ReturnType<typeof aDemoCloud>>;

/** Somebody who can do everything: with password, API key, and a second factor where the tenant has one. */
function administratorOf({ people }: SeededTenant) {
  const found = people.find(({ persona, apiKey }) => persona === "administrator" && apiKey !== undefined);
  const { login, mail, password, apiKey, totpSecret } = found ?? {};
  if (!login || !mail || !password || !apiKey) throw new Error("the demo has no administrator with a key");
  return { login, mail, password, apiKey, authenticator: totpSecret ? createAuthenticator(totpSecret) : undefined };
}

/** A fresh backup token of the administrator, made as a person makes it. */
export async function makeDemoToken({ client, administrator }: DemoCloud): Promise<string> {
  const { login, password, authenticator } = administrator;
  const code = async () => (await authenticator?.code()) ?? "";
  let cookie: string | undefined;
  // Another test may have used this minute's codes up; each that is asked for is a later one.
  for (let tries = 0; cookie === undefined && tries < 4; tries += 1) {
    cookie = await client.signIn({ login, password, code: await code() });
  }
  if (cookie === undefined) throw new Error("the sign-in was refused");
  const confirmation = (await client.tokenHolders(cookie)).includes(login) ? "reset" : "create";
  return (await client.makeToken(cookie, { confirmation, password, code: await code() })).token;
}

/** Waits until something is so, by looking again and again. Throws after `limitMs`. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  limitMs = 60_000,
): Promise<T> {
  const started = Date.now();
  while (Date.now() - started < limitMs) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(100);
  }
  throw new Error(`${what}: not within ${limitMs / 1000} s`);
}

/** Waits for the end of a backup and gives its last status. */
export const untilEnded = ({ client, administrator }: DemoCloud, job: string, limitMs = 180_000) =>
  until(
    "the end of the backup",
    async () => {
      const status = await client.jobStatus(administrator.apiKey, job);
      return status.status === "in_queue" || status.status === "in_process" ? undefined : status;
    },
    limitMs,
  );
