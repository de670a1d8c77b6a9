import type { Backup } from "../../functions/domain/backup/backup.ts";
import { nextDue } from "../../functions/domain/schedule/due-times.ts";
import { nextPromise } from "../../functions/domain/schedule/promise.ts";
import { runSchedule } from "../../functions/domain/schedule/run-schedule.ts";
import type { Schedule } from "../../functions/domain/schedule/schedule.ts";
import { aBackup, aBackupToken, anArchive, PERSON } from "./a-backup.ts";
import { aTenant } from "./a-tenant.ts";
import { domainDeps } from "./domain-deps.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A schedule of Ada's, made at `now`: each night at 02:30 in Berlin, unless said otherwise. */
export function aSchedule(now: number, schedule: Partial<Schedule> & { readonly tenantId: string }): Schedule {
  const times = { cron: "30 2 * * *", timeZone: "Europe/Berlin", ...schedule };
  const nextRunAt = nextDue(times, now);
  return {
    scheduleId: "s1",
    wantsAttachments: true,
    holder: PERSON,
    tokenId: "t1",
    createdAt: now,
    revision: 1,
    ...(nextRunAt === undefined ? {} : { nextRunAt }),
    ...nextPromise(times, now),
    ...times,
  };
}

/** Acme at noon of 31 January, with a schedule, and keepers that see to it. */
export function scheduleWorld(schedule: Partial<Schedule> = {}) {
  const deps = domainDeps({});
  const { world, clock } = deps;
  world.tenants.set("acme", aTenant());
  world.tokens.set(`acme/${PERSON.userId}`, aBackupToken({ tenantId: "acme" }));
  const first = aSchedule(clock.now(), { tenantId: "acme", ...schedule });
  world.schedules.set("acme", { schedule: first, dueAt: Math.min(first.nextRunAt ?? first.lookAt, first.lookAt) });
  const backups = (): readonly Backup[] => [...world.backups.values()];

  /** What a keeper does in its minute. */
  async function keep(): Promise<void> {
    for (const due of await deps.schedules.due(clock.now() + 1, 10)) await runSchedule(deps, due);
  }

  return {
    ...deps,
    backups,
    keep,
    schedule: (): Schedule | undefined => world.schedules.get("acme")?.schedule,
    /** A keeper each minute until then. */
    async keepUntil(time: string): Promise<void> {
      const end = Date.parse(time);
      while (clock.now() < end) {
        clock.advance(Math.min(MINUTE_MS, end - clock.now()));
        await keep();
      }
    },
    /** What is being made ends. */
    end(end: Partial<Backup> = {}): void {
      for (const [key, backup] of world.backups) {
        if (backup.state !== "queued") continue;
        world.backups.set(key, { ...backup, state: "ready", archive: anArchive(), endedAt: clock.now(), ...end });
      }
      world.slots.clear();
    },
    /** Somebody else's backup, asked for now. */
    put: (backup: Partial<Backup>) => {
      const whole = aBackup({ tenantId: "acme", backupId: "by-hand", requestedAt: clock.now(), ...backup });
      world.backups.set(`acme/${whole.backupId}`, whole);
    },
    facts: (what: string) => world.facts.filter((fact) => fact.what === what),
    notices: (kind: string) =>
      [...world.outbox.values()].flatMap(({ event }) =>
        event.kind === "notice" && event.notice.kind === kind ? [event.notice] : [],
      ),
    /** When backups were asked for. */
    startedAt: (): readonly string[] =>
      backups()
        .map(({ requestedAt }) => new Date(requestedAt).toISOString().slice(0, 16))
        .sort(),
  };
}
