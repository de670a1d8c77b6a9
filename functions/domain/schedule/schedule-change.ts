import { systemChange } from "../audit/system-change.ts";
import type { Change } from "../backup/backup-store.ts";
import type { FailureDetails } from "../failure.ts";
import type { NoticeContent } from "../notice/notice-event.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Schedule } from "./schedule.ts";

/** What the keeper does to a schedule; its facts name the holder. */
export const scheduleChange = (
  deps: { readonly clock: Clock; readonly ids: Ids },
  { tenantId, holder }: Schedule,
  what: string,
  details: FailureDetails,
  notice?: NoticeContent,
): Change => systemChange(deps, tenantId, what, { ...details, holder: holder.login }, notice);
