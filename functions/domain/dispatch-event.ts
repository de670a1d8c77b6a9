import type { NoticeQueue, Outbox, OutboxEvent, WorkQueue } from "./outbox.ts";

export interface DispatchDeps {
  readonly outbox: Outbox;
  readonly work: WorkQueue;
  readonly notices: NoticeQueue;
}

/** Sends one event of the outbox on its way, then marks it: at least once, never not at all. */
export const dispatchEvent = async ({ outbox, work, notices }: DispatchDeps, event: OutboxEvent): Promise<void> => {
  if (event.kind === "work") await work.send(event.work);
  else await notices.send(event.notice);
  await outbox.markSent(event);
};
