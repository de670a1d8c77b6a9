import { setTimeout as delay } from "node:timers/promises";
import type { CofferClient } from "./coffer-client.ts";
import type { Narrator } from "./narrator.ts";

/** One that an earlier run left is taken up a minute after the start, and then has to be made. */
const LIMIT_MS = 5 * 60_000;

/** Asks for a backup, after the one that is being made has ended: an earlier run may have been stopped amid it. */
export async function askForBackup(
  coffer: Pick<CofferClient, "requestBackupUnlessPending">,
  { apiKey, token }: { readonly apiKey: string; readonly token: string },
  { say }: Pick<Narrator, "say">,
  pollMs = 2_000,
): Promise<string> {
  const started = Date.now();
  for (let isTold = false; Date.now() - started < LIMIT_MS; isTold = true) {
    const job = await coffer.requestBackupUnlessPending(apiKey, token);
    if (job !== undefined) return job;
    if (!isTold) say("    a backup from before is still being made; this one comes after it …");
    await delay(pollMs);
  }
  throw new Error(`Another backup was not done within ${LIMIT_MS / 60_000} minutes.`);
}
