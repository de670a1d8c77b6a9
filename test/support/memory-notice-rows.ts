import type { NoticeEvent } from "../../functions/domain/notice/notice-event.ts";
import { type NoticeRows, TURN_MS, TURNS_MAX } from "../../functions/domain/notice/notice-rows.ts";
import type { Clock } from "../../functions/domain/ports.ts";

export function memoryNoticeRows(clock: Clock): NoticeRows {
  const rows = new Map<string, { attempts: number; takenUntil: number; isSent: boolean }>();
  const rowOf = ({ tenantId, eventId }: NoticeEvent, userId: number) => {
    const id = `${tenantId}/${eventId}/${userId}`;
    const row = rows.get(id) ?? { attempts: 0, takenUntil: 0, isSent: false };
    rows.set(id, row);
    return row;
  };
  return {
    async reserve(event, userId) {
      const row = rowOf(event, userId);
      if (row.isSent) return "sent";
      if (row.takenUntil > clock.now()) return "taken";
      if (row.attempts >= TURNS_MAX) return "sent";
      row.attempts += 1;
      row.takenUntil = clock.now() + TURN_MS;
      return { event, userId, attempt: row.attempts };
    },
    async markSent({ event, userId }) {
      rowOf(event, userId).isSent = true;
    },
    async giveBack({ event, userId }) {
      const row = rowOf(event, userId);
      row.attempts -= 1;
      row.takenUntil = 0;
    },
  };
}
