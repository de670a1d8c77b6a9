import type { NoticeEvent } from "./notice-event.ts";

/** The right to send one notice to one recipient, once. */
export interface NoticeTurn {
  readonly event: NoticeEvent;
  readonly userId: number;
  /** 1, or 2 after an answer that never came. */
  readonly attempt: number;
}

/**
 * One row per notice and recipient: at most one send that was accepted, at most two when the first one's answer never
 * came. Rows expire long after any copy of their message.
 */
export interface NoticeRows {
  /** `sent`: nothing left to do. `taken`: somebody is sending it right now; come back later. */
  reserve(event: NoticeEvent, userId: number): Promise<NoticeTurn | "sent" | "taken">;
  markSent(turn: NoticeTurn): Promise<void>;
  /** It was surely not accepted: the turn does not count. */
  giveBack(turn: NoticeTurn): Promise<void>;
}

/** A send whose answer has not come after this long never will: the turn may be taken once more. */
export const TURN_MS = 120_000;
export const TURNS_MAX = 2;
