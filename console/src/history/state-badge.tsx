import type { Backup } from "../api/wire.ts";
import { words } from "../words.ts";

const LOOKS = {
  ready: "good",
  failed: "bad",
  cancelled: "",
  deleted: "",
  queued: "busy",
  dumping: "busy",
  packing: "busy",
  sealing: "busy",
} as const satisfies Record<Backup["state"], string>;

/** A word for the state; its colour says nothing that the word does not. */
export const StateBadge = ({ backup: { state } }: { readonly backup: Backup }) => (
  <span class={`badge ${LOOKS[state]}`}>{words.states[state]}</span>
);
