import { SYSTEM_ORIGIN } from "../audit/audit-log.ts";
import type { Change } from "../backup/backup-store.ts";
import type { FailureDetails } from "../failure.ts";
import type { NoticeContent } from "../notice/notice-event.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Schedule } from "./schedule.ts";

/** What the keeper does to a schedule: the fact, and the notice people get of it. */
export const scheduleChange = (
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { tenantId, holder }: Schedule,
  what: string,
  details: FailureDetails,
  notice?: NoticeContent,
): Change => {
  const at = clock.now();
  return {
    at,
    events: notice ? [noticeOf(ids, tenantId, at, notice)] : [],
    fact: {
      factId: ids.uuid(),
      tenantId,
      at,
      what,
      actor: { kind: "system" },
      origin: SYSTEM_ORIGIN,
      details: { ...details, holder: holder.login },
    },
  };
};
