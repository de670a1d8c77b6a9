import type { Change } from "../backup/backup-store.ts";
import type { FailureDetails } from "../failure.ts";
import type { NoticeContent } from "../notice/notice-event.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import { SYSTEM_ORIGIN } from "./audit-log.ts";

/** A change that nobody in person makes: the fact of it, and the notice people get. */
export const systemChange = (
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  tenantId: string,
  what: string,
  details: FailureDetails,
  notice?: NoticeContent,
): Change => {
  const at = clock.now();
  const events = notice ? [noticeOf(ids, tenantId, at, notice)] : [];
  const fact = {
    factId: ids.uuid(),
    tenantId,
    at,
    what,
    actor: { kind: "system" },
    origin: SYSTEM_ORIGIN,
    details,
  } as const;
  return { at, events, fact };
};
