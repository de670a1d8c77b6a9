import { type ConfirmDeps, confirmPerson } from "../session/confirm-person.ts";
import type { Confirmation } from "../session/confirmation.ts";
import type { DownloadOpenings } from "./download-opening.ts";
import type { DownloadWish } from "./download-wish.ts";
import { requireOpening } from "./require-opening.ts";

export interface ConfirmOrWaitDeps extends ConfirmDeps {
  readonly openings: DownloadOpenings;
}

/**
 * A person proves once more who they are; whoever cannot has waited for a day instead, for this version of the archive.
 * Throws what `confirmPerson` and `requireOpening` throw.
 */
export const confirmOrWait = async (
  deps: ConfirmOrWaitDeps,
  wish: DownloadWish,
  versionId: string,
  brought: Confirmation,
): Promise<void> => {
  if (brought.isWaiting) await requireOpening(deps, wish, versionId);
  else await confirmPerson(deps, wish, brought);
};
