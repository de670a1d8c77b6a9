import type { Backup } from "../../functions/domain/backup/backup.ts";
import { EXTRACT_LIMITS } from "../../functions/domain/extract/extract-limits.ts";
import { startSession } from "../../functions/domain/session/start-session.ts";
import { giveExtractLinkRoute } from "../../functions/downloads/give-extract-link.ts";
import { giveLinkRoute } from "../../functions/downloads/give-link.ts";
import { openGrantRoute } from "../../functions/downloads/open-grant.ts";
import { stepUpRoute } from "../../functions/downloads/step-up.ts";
import { listFilesRoute } from "../../functions/files/list-files.ts";
import { listMissingRoute } from "../../functions/files/list-missing.ts";
import { takeOutRoute } from "../../functions/files/take-out.ts";
import { createApi } from "../../functions/http/create-api.ts";
import { endOtherSessionsRoute } from "../../functions/sessions/end-other-sessions.ts";
import { listSessionsRoute } from "../../functions/sessions/list-sessions.ts";
import { signInRoute } from "../../functions/sessions/sign-in.ts";
import { signOutRoute } from "../../functions/sessions/sign-out.ts";
import { aBackup } from "./a-backup.ts";
import { HELD_ARCHIVE, heldArchives } from "./a-held-archive.ts";
import { aTenant } from "./a-tenant.ts";
import { type Ask, answerOf, apiEvent, NO_CONTEXT } from "./api-event.ts";
import { domainDeps } from "./domain-deps.ts";
import { aUser, type MemoryUser } from "./memory-users.ts";

const BACKUP = "/api/v3/backups/{backupId}";
const ACME = "backup.acme.example";
const OURS = { "x-requested-with": "Coffer" };

/** People of one tenant: two administrators, one who may make backups, one who may not, and one with a second factor. */
export const PEOPLE = {
  ada: aUser({ apiKeys: { "key-of-ada": 9 } }),
  bea: aUser({ userId: 2, login: "bea", name: "Bea" }),
  cyd: aUser({ userId: 3, login: "cyd", name: "Cyd", isAdmin: false }),
  dan: aUser({ userId: 4, login: "dan", name: "Dan", isAdmin: false }),
  otp: aUser({
    userId: 5,
    login: "otp",
    factors: { ...aUser().factors, authenticators: [{ deviceId: 7, secret: "S" }] },
  }),
} as const;

/**
 * The functions `sessions`, `downloads` and `files` over memory ports, with one backup `b1` that Cyd asked for and that is
 * ready: its archive is `HELD_ARCHIVE`, or `archive` in its place.
 * `people` may be changed while a test runs, as it can be in the tenant's own database.
 */
export function downloadWorld(archive?: Uint8Array) {
  const people: MemoryUser[] = Object.values(PEOPLE);
  const deps = {
    ...domainDeps({ acme: people, globex: [aUser()] }),
    ...heldArchives(archive),
    extractLimits: { ...EXTRACT_LIMITS },
    extractLinks: {
      sign: async (tenantId: string, key: string, fileName: string) =>
        `https://work.example/${tenantId}/${key}?name=${encodeURIComponent(fileName)}&X-Amz-Signature=5ec2e7`,
    },
    links: {
      sign: async (tenantId: string, { archiveKey, versionId }: { archiveKey: string; versionId: string }) =>
        `https://store.example/${tenantId}/${archiveKey}?versionId=${versionId}&X-Amz-Signature=5ec2e7`,
    },
  };
  const { world } = deps;
  world.tenants.set("acme", aTenant());
  const globex = { tenantId: "globex", domainName: "backup.globex.example", origin: "https://backup.globex.example" };
  world.tenants.set("globex", aTenant(globex));
  const put = (backup: Partial<Backup> = {}) => {
    const whole = aBackup({
      tenantId: "acme",
      state: "ready",
      archive: { ...HELD_ARCHIVE, bytes: archive?.length ?? HELD_ARCHIVE.bytes },
      requestedBy: { userId: 3, login: "cyd", name: "Cyd" },
      ...backup,
    });
    world.backups.set(`${whole.tenantId}/${whole.backupId}`, whole);
  };
  put();
  const handler = createApi(deps, {
    "POST /api/v3/sessions": signInRoute(deps),
    "DELETE /api/v3/sessions/current": signOutRoute(deps),
    "GET /api/v3/sessions": listSessionsRoute(deps),
    "DELETE /api/v3/sessions": endOtherSessionsRoute(deps),
    [`POST ${BACKUP}/tickets`]: stepUpRoute(deps),
    [`POST ${BACKUP}/grants`]: openGrantRoute(deps),
    [`GET ${BACKUP}/content`]: giveLinkRoute(deps),
    [`GET ${BACKUP}/files`]: listFilesRoute(deps),
    [`GET ${BACKUP}/missing_files`]: listMissingRoute(deps),
    [`POST ${BACKUP}/extracts`]: takeOutRoute(deps),
    [`GET ${BACKUP}/extracts/{extractId}/content`]: giveExtractLinkRoute(deps),
  });
  const ask = async (wanted: Ask) => answerOf(await handler(apiEvent(wanted), NO_CONTEXT));
  const cookieOf = ({ headers }: Awaited<ReturnType<typeof ask>>) => String(headers["set-cookie"]).split(";")[0] ?? "";

  /** Returns the session's cookie. */
  const signIn = async (login: string, more: object = {}, domainName = ACME): Promise<string> => {
    const body = { login, password: "right", ...more };
    return cookieOf(await ask({ method: "POST", resource: "/api/v3/sessions", domainName, headers: OURS, body }));
  };
  /** The cookie of a person who signed in elsewhere, as by single sign-on. */
  const enter = async (user: MemoryUser) => `__Host-coffer=${await startSession(deps, aTenant(), user)}`;
  const signOut = (cookie: string) =>
    ask({ method: "DELETE", resource: "/api/v3/sessions/current", headers: { ...OURS, cookie } });
  const post = (cookie: string, what: "tickets" | "grants" | "extracts", backupId: string, body: object) =>
    ask({ method: "POST", resource: `${BACKUP}/${what}`, path: { backupId }, headers: { ...OURS, cookie }, body });
  const askTicket = (cookie: string, body: object = { password: "right" }, backupId = "b1") =>
    post(cookie, "tickets", backupId, body);
  const askGrant = (cookie: string, ticket: unknown, backupId = "b1") => post(cookie, "grants", backupId, { ticket });
  const askExtract = (cookie: string, path: string, body: object = { password: "right" }, backupId = "b1") =>
    post(cookie, "extracts", backupId, { path, ...body });
  const askExtractContent = (cookie: string, extractId: unknown, backupId = "b1") =>
    ask({
      resource: `${BACKUP}/extracts/{extractId}/content`,
      path: { backupId, extractId: String(extractId) },
      headers: { cookie },
    });
  const askContent = (cookie: string, backupId = "b1") =>
    ask({ resource: `${BACKUP}/content`, path: { backupId }, headers: { cookie } });
  /** Step-up of a person who signs in for it: the new cookie and the ticket. */
  const ticketFor = async (login: string): Promise<{ cookie: string; ticket: string }> => {
    const answer = await askTicket(await signIn(login));
    return { cookie: cookieOf(answer), ticket: String(answer.body?.["ticket"]) };
  };
  /** An open grant: the cookie it belongs to. */
  const grantFor = async (login: string): Promise<string> => {
    const { cookie, ticket } = await ticketFor(login);
    await askGrant(cookie, ticket);
    return cookie;
  };
  const facts = (what: string) => world.facts.filter((fact) => fact.what === what);

  const asks = { ask, askTicket, askGrant, askContent, askExtract, askExtractContent };
  return { deps, world, people, put, ...asks, cookieOf, signIn, enter, signOut, ticketFor, grantFor, facts };
}
