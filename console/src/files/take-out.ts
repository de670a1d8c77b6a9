import type { Answer } from "../api/call.ts";
import { coffer } from "../api/coffer-api.ts";
import type { Grant, Proof } from "../api/wire.ts";

/** One file as an object of its own, with a ticket for it, and at once the hour of links that it opens. */
export async function takeOut(backupId: string, path: string, proof: Proof): Promise<Answer<Grant>> {
  const taken = await coffer.takeOut(backupId, path, proof);
  return "problem" in taken ? taken : coffer.grant(backupId, taken.body.ticket);
}
