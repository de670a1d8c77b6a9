import { exportLogRoute } from "../../functions/audit/export-log.ts";
import { listEventsRoute } from "../../functions/audit/list-events.ts";
import { requestBackupRoute } from "../../functions/backups/request.ts";
import { showJobStatusRoute } from "../../functions/backups/show-job-status.ts";
import { FAILURE_CODES, type FailureCode, failureRow } from "../../functions/domain/failure.ts";
import { startSession } from "../../functions/domain/session/start-session.ts";
import type { IdentityProvider } from "../../functions/domain/single-sign-on/identity-provider.ts";
import { DEFAULT_SETTINGS } from "../../functions/domain/tenant/tenant.ts";
import { encodeToken } from "../../functions/domain/token/token-format.ts";
import { askOpeningRoute } from "../../functions/downloads/ask-opening.ts";
import { collectRoute } from "../../functions/downloads/collect.ts";
import { giveExtractLinkRoute } from "../../functions/downloads/give-extract-link.ts";
import { giveLinkRoute } from "../../functions/downloads/give-link.ts";
import { makeCollectionCodeRoute } from "../../functions/downloads/make-collection-code.ts";
import { openGrantRoute } from "../../functions/downloads/open-grant.ts";
import { showOpeningRoute } from "../../functions/downloads/show-opening.ts";
import { stepUpRoute } from "../../functions/downloads/step-up.ts";
import { stopOpeningRoute } from "../../functions/downloads/stop-opening.ts";
import { listFilesRoute } from "../../functions/files/list-files.ts";
import { listMissingRoute } from "../../functions/files/list-missing.ts";
import { takeOutRoute } from "../../functions/files/take-out.ts";
import { annotateBackupRoute } from "../../functions/history/annotate-backup.ts";
import { askSupportRoute } from "../../functions/history/ask-support.ts";
import { cancelBackupRoute } from "../../functions/history/cancel-backup.ts";
import { deleteBackupRoute } from "../../functions/history/delete-backup.ts";
import { estimateBackupRoute } from "../../functions/history/estimate-backup.ts";
import { listBackupsRoute } from "../../functions/history/list-backups.ts";
import { showBackupRoute } from "../../functions/history/show-backup.ts";
import { createApi } from "../../functions/http/create-api.ts";
import { handler as describeApi } from "../../functions/openapi/lambda.ts";
import type { RouteName } from "../../functions/routes.ts";
import { enablePasswordRoute } from "../../functions/sessions/enable-password.ts";
import { endOtherSessionsRoute } from "../../functions/sessions/end-other-sessions.ts";
import { listDisabledPasswordsRoute } from "../../functions/sessions/list-disabled-passwords.ts";
import { listSessionsRoute } from "../../functions/sessions/list-sessions.ts";
import { showInstallationRoute } from "../../functions/sessions/show-installation.ts";
import { showSessionRoute } from "../../functions/sessions/show-session.ts";
import { signInRoute } from "../../functions/sessions/sign-in.ts";
import { signInByIdentityRoute } from "../../functions/sessions/sign-in-by-identity.ts";
import { signOutRoute } from "../../functions/sessions/sign-out.ts";
import { changeSettingsRoute } from "../../functions/settings/change-settings.ts";
import { showSettingsRoute } from "../../functions/settings/show-settings.ts";
import { beginRoute } from "../../functions/single-sign-on/begin.ts";
import { completeRoute } from "../../functions/single-sign-on/complete.ts";
import { showLandingPageRoute } from "../../functions/single-sign-on/show-landing-page.ts";
import { listTokensRoute } from "../../functions/tokens/list-tokens.ts";
import { makeTokenRoute } from "../../functions/tokens/make-token.ts";
import { revokeTokenRoute } from "../../functions/tokens/revoke-token.ts";
import { aBackup, aBackupToken, aChange } from "./a-backup.ts";
import { HELD_ARCHIVE, heldArchives } from "./a-held-archive.ts";
import { aTenant } from "./a-tenant.ts";
import { type Ask, apiEvent, NO_CONTEXT } from "./api-event.ts";
import { domainDeps } from "./domain-deps.ts";
import { aUser, type MemoryUser } from "./memory-users.ts";
import { memoryWorkStore } from "./memory-work-store.ts";

const BACKUP = "/api/v3/backups/{backupId}";
const CYD = { userId: 3, login: "cyd", name: "Cyd" };

export type RouteWorld = ReturnType<typeof routeWorld>;
export type Name = "ada" | "bea" | "cyd" | "dan" | "gus";

/**
 * Every route of tenants over memory ports. Of Acme: Ada and Bea are administrators; Cyd and Dan may make backups. Cyd asked
 * by API key for `b1`, which is ready, and for `b2`, which is being made, and has a backup token. Gus is an administrator
 * of Globex.
 */
export function routeWorld() {
  const people: MemoryUser[] = [
    aUser({ apiKeys: { "key-of-ada": 9 } }),
    aUser({ userId: 2, login: "bea", name: "Bea" }),
    aUser({ ...CYD, isAdmin: false, mail: "cyd@acme.example", apiKeys: { "key-of-cyd": 11 } }),
    aUser({ userId: 4, login: "dan", name: "Dan", mail: "dan@acme.example", isAdmin: false }),
  ];
  const gus = aUser({ userId: 1, login: "gus", name: "Gus", mail: "gus@globex.example" });
  const provider: IdentityProvider = {
    addressFor: async () => "https://login.example/authorize",
    redeem: async () => ({ issuer: "https://login.example", subject: "nobody" }),
  };
  const deps = {
    ...domainDeps({ acme: people, globex: [gus] }),
    ...heldArchives(),
    extractLinks: { sign: async (_tenantId: string, key: string) => `https://store.example/${key}` },
    links: { sign: async (tenantId: string) => `https://store.example/${tenantId}` },
    exports: memoryWorkStore(),
    exportLinks: { sign: async (_tenantId: string, key: string) => `https://store.example/${key}` },
    sizes: { look: async () => ({ databaseBytes: 4_000, rows: 70, attachments: { count: 3, bytes: 900 } }) },
    provider,
  };
  const { world, clock } = deps;
  const settings = { ...DEFAULT_SETTINGS, supportMail: "help@hosting.example" };
  const tenants = {
    acme: aTenant({ settings }),
    globex: aTenant({
      tenantId: "globex",
      domainName: "backup.globex.example",
      origin: "https://backup.globex.example",
      settings,
    }),
  };
  for (const tenant of Object.values(tenants)) world.tenants.set(tenant.tenantId, tenant);
  const requestedBy = { ...CYD, apiKeyId: 11 };
  const ready = { state: "ready", endedAt: clock.now(), archive: HELD_ARCHIVE } as const;
  world.backups.set("acme/b1", aBackup({ tenantId: "acme", requestedBy, ...ready }));
  world.backups.set("acme/b2", aBackup({ tenantId: "acme", backupId: "b2", requestedBy, state: "packing" }));
  const backupToken = encodeToken(deps.ids.secret(32));
  const record = aBackupToken({ tenantId: "acme", userId: 3, login: "cyd", hash: `acme|3|${backupToken}` });
  world.tokens.set("acme/3", record);

  const handlers = {
    "GET /api/v3/installation": showInstallationRoute(),
    "POST /api/v3/sessions": signInRoute(deps),
    "POST /api/v3/sessions/single_sign_on": signInByIdentityRoute(deps),
    "GET /api/v3/sessions": listSessionsRoute(deps),
    "DELETE /api/v3/sessions": endOtherSessionsRoute(deps),
    "GET /api/v3/sessions/current": showSessionRoute(deps),
    "DELETE /api/v3/sessions/current": signOutRoute(deps),
    "GET /api/v3/disabled_passwords": listDisabledPasswordsRoute(deps),
    "DELETE /api/v3/disabled_passwords/{userId}": enablePasswordRoute(deps),
    "GET /api/v3/single_sign_on": showLandingPageRoute(),
    "POST /api/v3/single_sign_on": beginRoute(deps),
    "POST /api/v3/single_sign_on/identities": completeRoute(deps),
    "GET /api/v3/backup_tokens": listTokensRoute(deps),
    "POST /api/v3/backup_tokens": makeTokenRoute(deps),
    "DELETE /api/v3/backup_tokens/{userId}": revokeTokenRoute(deps),
    "POST /api/v3/backups": requestBackupRoute(deps),
    "GET /api/v3/job_statuses/{backupId}": showJobStatusRoute(deps),
    "GET /api/v3/backups": listBackupsRoute(deps),
    "GET /api/v3/backups/estimate": estimateBackupRoute(deps),
    [`GET ${BACKUP}`]: showBackupRoute(deps),
    [`PATCH ${BACKUP}`]: annotateBackupRoute(deps),
    [`DELETE ${BACKUP}`]: deleteBackupRoute(deps),
    [`POST ${BACKUP}/cancel`]: cancelBackupRoute(deps),
    [`POST ${BACKUP}/support_request`]: askSupportRoute(deps),
    "GET /api/v3/backup_settings": showSettingsRoute(deps),
    "PATCH /api/v3/backup_settings": changeSettingsRoute(deps),
    [`POST ${BACKUP}/tickets`]: stepUpRoute(deps),
    [`POST ${BACKUP}/grants`]: openGrantRoute(deps),
    [`POST ${BACKUP}/openings`]: askOpeningRoute(deps),
    [`GET ${BACKUP}/openings/{userId}`]: showOpeningRoute(deps),
    [`DELETE ${BACKUP}/openings/{userId}`]: stopOpeningRoute(deps),
    [`GET ${BACKUP}/content`]: giveLinkRoute(deps),
    [`POST ${BACKUP}/collection_codes`]: makeCollectionCodeRoute(deps),
    "POST /api/v3/collections": collectRoute(deps),
    [`GET ${BACKUP}/extracts/{extractId}/content`]: giveExtractLinkRoute(deps),
    [`GET ${BACKUP}/files`]: listFilesRoute(deps),
    [`GET ${BACKUP}/missing_files`]: listMissingRoute(deps),
    [`POST ${BACKUP}/extracts`]: takeOutRoute(deps),
    "GET /api/v3/audit_events": listEventsRoute(deps),
    "POST /api/v3/audit_exports": exportLogRoute(deps),
  } satisfies Record<Exclude<RouteName, "GET /api/v3/openapi.json">, unknown>;
  const handler = createApi(deps, handlers);

  const userOf = (name: Name): MemoryUser => {
    const user = [...people, gus].find(({ login }) => login === name);
    if (!user) throw new Error(`${name} is nobody`);
    return user;
  };
  const tenantOf = (name: Name) => (name === "gus" ? tenants.globex : tenants.acme);

  return {
    deps,
    world,
    backupToken,
    domainNameOf: (name: Name) => tenantOf(name).domainName,
    /** The cookie of somebody who signed in a moment ago. */
    cookieOf: async (name: Name) => `__Host-coffer=${await startSession(deps, tenantOf(name), userOf(name))}`,
    lock: (name: Name) => people.splice(people.indexOf(userOf(name)), 1),
    /** Takes every right away. */
    withdraw(name: Name) {
      people.splice(people.indexOf(userOf(name)), 1, { ...userOf(name), isAdmin: false, mayCreateBackup: false });
    },
    async ask(route: RouteName, wanted: Omit<Ask, "method" | "resource">) {
      const [method = "", resource = ""] = route.split(" ");
      const result =
        route === "GET /api/v3/openapi.json"
          ? await describeApi()
          : await handler(apiEvent({ ...wanted, method, resource }), NO_CONTEXT);
      const cookies = [result.headers?.["set-cookie"] ?? [], result.multiValueHeaders?.["set-cookie"] ?? []].flat();
      return {
        status: result.statusCode,
        headers: result.headers ?? {},
        body: result.body,
        cookies: cookies.map(String),
      };
    },
    /** Cyd asked for a download that opens later. */
    openForCyd: () =>
      deps.openings.ask(
        {
          tenantId: "acme",
          backupId: "b1",
          userId: CYD.userId,
          login: CYD.login,
          versionId: HELD_ARCHIVE.versionId,
          askedAt: clock.now(),
          opensAt: clock.now() + 1_000,
          endsAt: clock.now() + 100_000,
        },
        aChange("acme", clock.now()),
      ),
    /** Acme is to go: `b1` is its last backup. */
    sayFarewell: () =>
      deps.handOuts.open(
        {
          tenantId: "acme",
          backupId: "b1",
          by: "olga",
          ticketNumber: "OP-1",
          openedAt: clock.now(),
          endsAt: clock.now() + 100_000,
          isLast: true,
        },
        aChange("acme", clock.now()),
      ),
    /** All that is stored of a tenant but counters, sessions and the audit log, to see what a request has changed. */
    stored(tenantId: string): string {
      const {
        tenants: registered,
        tokens,
        backups,
        slots,
        days,
        outbox,
        tickets,
        grants,
        openings,
        collections,
      } = world;
      const { pulls, pullDigests, steps, removals, challenges, identities } = world;
      const all = [registered, tokens, backups, slots, days, outbox, tickets, grants, openings, pulls, pullDigests];
      const isOfTenant = ([key]: [string, unknown]) => key === tenantId || key.startsWith(`${tenantId}/`);
      const extracts = [...deps.extracts.objects.keys()].filter((key) => key.startsWith(`t/${tenantId}/`));
      const maps: ReadonlyMap<string, unknown>[] = [...all, collections, steps, removals, challenges, identities];
      return JSON.stringify([extracts, maps.map((map) => [...map].filter(isOfTenant))]);
    },
  };
}

const CODES = new Map(FAILURE_CODES.map((code) => [failureRow(code).message, code]));

/** What an answer says: the status of a good one, the code of a refusal. */
export function meaningOf({ status, body }: { readonly status: number; readonly body: string }): number | FailureCode {
  if (status < 400) return status;
  const code = CODES.get(String((JSON.parse(body) as { message?: unknown }).message));
  if (code === undefined) throw new Error(`an answer that is in no table: ${status} ${body}`);
  return code;
}
