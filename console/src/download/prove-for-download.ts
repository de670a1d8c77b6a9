import type { Answer } from "../api/call.ts";
import { coffer } from "../api/coffer-api.ts";
import type { Grant, Opening, Proof } from "../api/wire.ts";

/**
 * A ticket for one use, and at once the hour of links that it opens. Whoever can prove nothing asks for the download
 * instead, and has it a day later; asking again changes nothing.
 */
export async function proveForDownload(backupId: string, proof: Proof): Promise<Answer<Grant | Opening>> {
  if (proof.wait) {
    const asked = await coffer.askOpening(backupId);
    if ("problem" in asked || Date.parse(asked.body.opensAt) > Date.now()) return asked;
  }
  const ticket = await coffer.ticket(backupId, proof);
  return "problem" in ticket ? ticket : coffer.grant(backupId, ticket.body.ticket);
}
