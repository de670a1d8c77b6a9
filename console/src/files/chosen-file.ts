import { isBackFor } from "../session/errand.ts";

/** What is taken out of a backup. */
export interface ChosenFile {
  /** In the archive. */
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

const keyOf = (backupId: string): string => `coffer.file.${backupId}`;

/** For the way to the identity provider and back, in this tab alone: the address is too short for some paths. */
export const rememberChosen = (backupId: string, { path, name, size }: ChosenFile): void =>
  sessionStorage.setItem(keyOf(backupId), JSON.stringify({ path, name, size }));

/** What somebody went to their identity provider for, and came back. */
export function chosenBefore(backupId: string): ChosenFile | undefined {
  const kept = sessionStorage.getItem(keyOf(backupId));
  return kept !== null && isBackFor("file") ? JSON.parse(kept) : undefined;
}
