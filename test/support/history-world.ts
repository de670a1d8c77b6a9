import type { Backup } from "../../functions/domain/backup/backup.ts";
import type { TenantSize } from "../../functions/domain/source/tenant-sizes.ts";
import { annotateBackupRoute } from "../../functions/history/annotate-backup.ts";
import { askSupportRoute } from "../../functions/history/ask-support.ts";
import { cancelBackupRoute } from "../../functions/history/cancel-backup.ts";
import { deleteBackupRoute } from "../../functions/history/delete-backup.ts";
import { estimateBackupRoute } from "../../functions/history/estimate-backup.ts";
import { listBackupsRoute } from "../../functions/history/list-backups.ts";
import { showBackupRoute } from "../../functions/history/show-backup.ts";
import { createApi } from "../../functions/http/create-api.ts";
import { enablePasswordRoute } from "../../functions/sessions/enable-password.ts";
import { listDisabledPasswordsRoute } from "../../functions/sessions/list-disabled-passwords.ts";
import { signInRoute } from "../../functions/sessions/sign-in.ts";
import { changeSettingsRoute } from "../../functions/settings/change-settings.ts";
import { showSettingsRoute } from "../../functions/settings/show-settings.ts";
import { aBackup, aDump, anArchive } from "./a-backup.ts";
import { aTenant } from "./a-tenant.ts";
import { type Ask, answerOf, apiEvent, NO_CONTEXT } from "./api-event.ts";
import { mustBeDocumented } from "./documented-answer.ts";
import { domainDeps } from "./domain-deps.ts";
import { PEOPLE } from "./download-world.ts";
import { aUser, type MemoryUser } from "./memory-users.ts";

const OURS = { "x-requested-with": "Coffer" };
const BACKUP = "/api/v3/backups/{backupId}";

export const CYD = { userId: 3, login: "cyd", name: "Cyd" };

/**
 * The functions `history` and `settings` over memory ports. Every answer is held to the API's description. Ada and Bea
 * are administrators; Cyd and Dan may make backups.
 */
export function historyWorld() {
  const people: MemoryUser[] = Object.values(PEOPLE);
  const size: TenantSize = { databaseBytes: 4_000, rows: 70, attachments: { count: 3, bytes: 900 } };
  const deps = {
    ...domainDeps({ acme: people, globex: [aUser()] }),
    sizes: { look: async () => size },
  };
  const { world } = deps;
  world.tenants.set("acme", aTenant());
  const globex = { tenantId: "globex", domainName: "backup.globex.example", origin: "https://backup.globex.example" };
  world.tenants.set("globex", aTenant(globex));
  const handler = createApi(deps, {
    "POST /api/v3/sessions": signInRoute(deps),
    "GET /api/v3/backups": listBackupsRoute(deps),
    "GET /api/v3/backups/estimate": estimateBackupRoute(deps),
    [`GET ${BACKUP}`]: showBackupRoute(deps),
    [`PATCH ${BACKUP}`]: annotateBackupRoute(deps),
    [`DELETE ${BACKUP}`]: deleteBackupRoute(deps),
    [`POST ${BACKUP}/cancel`]: cancelBackupRoute(deps),
    [`POST ${BACKUP}/support_request`]: askSupportRoute(deps),
    "GET /api/v3/disabled_passwords": listDisabledPasswordsRoute(deps),
    "DELETE /api/v3/disabled_passwords/{userId}": enablePasswordRoute(deps),
    "GET /api/v3/backup_settings": showSettingsRoute(deps),
    "PATCH /api/v3/backup_settings": changeSettingsRoute(deps),
  });
  const ask = async (wanted: Ask) => {
    const answer = answerOf(await handler(apiEvent(wanted), NO_CONTEXT));
    mustBeDocumented(`${wanted.method ?? "GET"} ${wanted.resource ?? "/"}`, answer);
    return answer;
  };
  const signIn = async (login: string, domainName = "backup.acme.example") => {
    const body = { login, password: "right" };
    const { headers } = await ask({
      method: "POST",
      resource: "/api/v3/sessions",
      domainName,
      headers: OURS,
      body: login === "otp" ? { ...body, code: codeOf(deps.clock.now()) } : body,
    });
    return String(headers["set-cookie"]).split(";")[0] ?? "";
  };

  return {
    deps,
    ask,
    people,
    size,
    /** Puts a backup there; queued, of Cyd, unless said otherwise. */
    put(backup: Partial<Backup> = {}): Backup {
      const whole = aBackup({ tenantId: "acme", requestedBy: CYD, ...backup });
      world.backups.set(`${whole.tenantId}/${whole.backupId}`, whole);
      return whole;
    },
    /** Asks as a person who is signed in. */
    async as(login: string, domainName?: string) {
      let cookie = await signIn(login, domainName);
      return async (method: string, resource: string, wanted: Ask = {}) => {
        const answer = await ask({
          method,
          resource,
          ...(domainName === undefined ? {} : { domainName }),
          path: resource.includes("{backupId}") ? { backupId: "b1" } : {},
          ...wanted,
          headers: { ...OURS, cookie, ...wanted.headers },
        });
        cookie = answer.cookies[0]?.split(";")[0] ?? cookie;
        return answer;
      };
    },
    facts: (what: string) => world.facts.filter((fact) => fact.what === what),
    notices: (kind: string) =>
      [...world.outbox.values()].flatMap(({ event }) =>
        event.kind === "notice" && event.notice.kind === kind ? [event.notice] : [],
      ),
  };
}

export const aReadyBackup: Partial<Backup> = {
  state: "ready",
  requestedAt: 1_000,
  endedAt: 11_000,
  dump: aDump(),
  archive: anArchive({ bytes: 5_000 }),
};

/** What the memory double of an authenticator shows. */
const codeOf = (now: number): string => `S${Math.floor(now / 30_000)}`;
