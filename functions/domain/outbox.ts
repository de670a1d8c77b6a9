import type { BuildWork } from "./backup/build-work.ts";
import type { NoticeContent, NoticeEvent } from "./notice/notice-event.ts";
import type { Ids } from "./ports.ts";

/**
 * What has to leave because of an accepted change, written in that change's own transaction and sent afterwards: by the
 * table's stream at once, by the sweeper when older than a minute. At least once; receivers are idempotent.
 */
export type OutboxEvent =
  | {
      readonly eventId: string;
      readonly tenantId: string;
      readonly at: number;
      readonly kind: "work";
      readonly work: BuildWork;
    }
  | {
      readonly eventId: string;
      readonly tenantId: string;
      readonly at: number;
      readonly kind: "notice";
      readonly notice: NoticeEvent;
    };

/** Rows that wait to be sent. */
export interface Outbox {
  /** Events older than `olderThan` that are not marked sent, oldest first, at most `limit`. */
  waiting(olderThan: number, limit: number): Promise<readonly OutboxEvent[]>;
  /** Idempotent. */
  markSent(event: OutboxEvent): Promise<void>;
}

/** The queue of build work. Standard queue: copies and any order are possible. */
export interface WorkQueue {
  /** `delayMs` up to 15 minutes. */
  send(work: BuildWork, delayMs?: number): Promise<void>;
}

/** The queue of notices. */
export interface NoticeQueue {
  send(notice: NoticeEvent): Promise<void>;
}

export const workOf = (ids: Ids, at: number, work: BuildWork): OutboxEvent => ({
  eventId: ids.uuid(),
  tenantId: work.tenantId,
  at,
  kind: "work",
  work,
});

export const noticeOf = (ids: Ids, tenantId: string, at: number, content: NoticeContent): OutboxEvent => {
  const eventId = ids.uuid();
  return { eventId, tenantId, at, kind: "notice", notice: { eventId, tenantId, at, ...content } };
};
