import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Postgres } from "../postgres/start-postgres.ts";
import type { SeededTenant } from "../seed/seed-tenant.ts";
import type { Mail, Mailbox } from "../ses/start-mailbox.ts";
import { askForBackup } from "./ask-for-backup.ts";
import { type Authenticator, createAuthenticator } from "./authenticator.ts";
import { checkArchive } from "./check-archive.ts";
import { type CofferClient, cofferClient, type JobStatus } from "./coffer-client.ts";
import { countRows, differencesOf, sumOf } from "./count-rows.ts";
import { download } from "./download.ts";
import { mebibytes, type Narrator } from "./narrator.ts";
import { restoreDump } from "./restore-dump.ts";

export interface TourOptions {
  readonly origin: string;
  readonly tenant: SeededTenant;
  readonly mailbox: Pick<Mailbox, "inbox">;
  readonly postgres: Postgres;
  /** Where the archive is saved. */
  readonly directory: string;
  readonly narrator: Narrator;
}

/** The main job before the user's eyes, by the public API alone. Returns the file of the archive; throws if any step fails. */
export async function runTour({
  origin,
  tenant,
  mailbox,
  postgres,
  directory,
  narrator,
}: TourOptions): Promise<string> {
  const { step } = narrator;
  const coffer = cofferClient(origin);
  const { login, password, apiKey, authenticator, mail } = administratorOf(tenant);
  const started = Date.now();

  const cookie = await step(`sign in as ${login}`, () => signIn(coffer, login, password, authenticator));
  const holders = await coffer.tokenHolders(cookie);
  const confirmation = holders.includes(login) ? "reset" : "create";
  const { token, cookie: renewed } = await step(
    `${confirmation} the backup token, with password and code`,
    async () => coffer.makeToken(cookie, { confirmation, password, code: await authenticator.code() }),
    (made) => `${made.token.slice(0, 9)}…`,
  );
  await coffer.signOut(renewed);
  const job = await step("ask for a backup, with API key and token", () =>
    askForBackup(coffer, { apiKey, token }, narrator),
  );
  const done = await step(
    "wait for it",
    () => waitForJob(coffer, apiKey, job, narrator),
    ({ status, message }) => [status, message].filter(Boolean).join(", "),
  );
  if (done.status !== "success" || done.download === undefined) throw new Error(`The backup ended as ${done.status}.`);
  await step(
    "read the mail",
    () => waitForMail(mailbox, mail, started),
    ({ subject }) => `“${subject}”`,
  );

  const { download: path } = done;
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${tenant.tenantId}.zip`);
  const bytes = await step(
    "download it by a link of two minutes",
    async () => download(await coffer.link(apiKey, path), file),
    mebibytes,
  );
  await step(
    "unzip -t",
    () => checkArchive(file),
    ({ names, attachmentCount }) => `${names.length} entries whole, ${attachmentCount} of them attachments`,
  );
  const source = await countRows(tenant.logins.dump.url);
  const restored = await step(
    "pg_restore into a scratch database",
    () => restoreDump(postgres, file),
    (counts) => `${counts.size} tables`,
  );
  const differences = differencesOf(source, restored);
  if (differences.length > 0) throw new Error(`The restored database differs:\n${differences.join("\n")}`);
  narrator.say(
    `  ✓ all ${sumOf(restored)} rows of ${restored.size} tables are there again; ${mebibytes(bytes)} in ${((Date.now() - started) / 1000).toFixed(1)} s from sign-in to proof`,
  );
  return file;
}

function administratorOf(tenant: SeededTenant) {
  const person = tenant.people.find(({ persona }) => persona === "administrator");
  const { login, mail, password, apiKey, totpSecret } = person ?? {};
  if (!(login && mail && password && apiKey && totpSecret)) throw new Error(`${tenant.title} has nobody to show it.`);
  return { login, mail, password, apiKey, authenticator: createAuthenticator(totpSecret) };
}

/** The step before, this and the next, and one more: an earlier run may have used up the codes of a minute. */
const signInTries = 4;

async function signIn(coffer: CofferClient, login: string, password: string, authenticator: Authenticator) {
  for (let attempt = 0; attempt < signInTries; attempt += 1) {
    const cookie = await coffer.signIn({ login, password, code: await authenticator.code() });
    if (cookie !== undefined) return cookie;
  }
  throw new Error(`The sign-in of ${login} was refused.`);
}

const pollMs = 250;
const jobLimitMs = 15 * 60_000;
const mailLimitMs = 60_000;

async function waitForJob(coffer: CofferClient, apiKey: string, path: string, { say }: Narrator): Promise<JobStatus> {
  const started = Date.now();
  let shown = "";
  while (Date.now() - started < jobLimitMs) {
    const job = await coffer.jobStatus(apiKey, path);
    if (job.status !== "in_queue" && job.status !== "in_process") return job;
    if (job.status !== shown) say(`    ${job.status} …`);
    shown = job.status;
    await delay(pollMs);
  }
  throw new Error(`The backup was not done within ${jobLimitMs / 60_000} minutes.`);
}

/** The mail that says the backup is ready: the newest to this address since then that is not about the token. */
async function waitForMail(mailbox: Pick<Mailbox, "inbox">, address: string, sinceMs: number): Promise<Mail> {
  const started = Date.now();
  while (Date.now() - started < mailLimitMs) {
    const mail = (await mailbox.inbox()).findLast(
      ({ destination, at, subject }) =>
        destination.to.includes(address) && at * 1000 >= sinceMs - 1000 && subject.includes("Backup ready"),
    );
    if (mail !== undefined) return mail;
    await delay(pollMs);
  }
  throw new Error(`No mail that the backup is ready came to ${address} within ${mailLimitMs / 1000} s.`);
}
