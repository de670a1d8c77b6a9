import { Failure } from "../../functions/domain/failure.ts";
import type {
  IdentityProvider,
  SignOnAnswer,
  SignOnClaims,
} from "../../functions/domain/single-sign-on/identity-provider.ts";
import type { SignOnProvider } from "../../functions/domain/single-sign-on/sign-on-provider.ts";
import { askOpeningRoute } from "../../functions/downloads/ask-opening.ts";
import { giveLinkRoute } from "../../functions/downloads/give-link.ts";
import { openGrantRoute } from "../../functions/downloads/open-grant.ts";
import { showOpeningRoute } from "../../functions/downloads/show-opening.ts";
import { stepUpRoute } from "../../functions/downloads/step-up.ts";
import { stopOpeningRoute } from "../../functions/downloads/stop-opening.ts";
import { createApi } from "../../functions/http/create-api.ts";
import { begunSignOnShape } from "../../functions/http/representations/single-sign-on.ts";
import { showInstallationRoute } from "../../functions/sessions/show-installation.ts";
import { showSessionRoute } from "../../functions/sessions/show-session.ts";
import { signInRoute } from "../../functions/sessions/sign-in.ts";
import { signInByIdentityRoute } from "../../functions/sessions/sign-in-by-identity.ts";
import { changeSettingsRoute } from "../../functions/settings/change-settings.ts";
import { beginRoute } from "../../functions/single-sign-on/begin.ts";
import { completeRoute } from "../../functions/single-sign-on/complete.ts";
import { showLandingPageRoute } from "../../functions/single-sign-on/show-landing-page.ts";
import { makeTokenRoute } from "../../functions/tokens/make-token.ts";
import { aBackup, anArchive } from "./a-backup.ts";
import { aTenant } from "./a-tenant.ts";
import { type Ask, answerOf, apiEvent, NO_CONTEXT } from "./api-event.ts";
import { domainDeps } from "./domain-deps.ts";
import { aUser, type MemoryUser } from "./memory-users.ts";

export const HOUR = 3_600_000;
const ISSUER = "https://login.example";
const BACKUP = "/api/v3/backups/{backupId}";
const OURS = { "x-requested-with": "Coffer" };

const LINKED = { authenticators: [], uncheckable: [], isSingleSignOn: true };
const WEBAUTHN = ["TwoFactorAuthentication::Device::Webauthn"];

/** Everybody has asked for nothing; the backup `b1` is Maya's. */
const peopleOfAcme = (): Record<string, MemoryUser> => ({
  ada: aUser({ apiKeys: { "key-of-ada": 1 } }),
  maya: aUser({ userId: 2, login: "maya", name: "Maya", isAdmin: false, factors: LINKED, linkedTo: "login:maya-sub" }),
  sam: aUser({ userId: 3, login: "sam", name: "Sam", factors: LINKED, linkedTo: "login:sam-sub" }),
  lea: aUser({ userId: 4, login: "lea", name: "Lea", factors: { ...LINKED, isSingleSignOn: false } }),
  wen: aUser({
    userId: 5,
    login: "wen",
    name: "Wen",
    factors: { ...aUser().factors, uncheckable: WEBAUTHN },
    apiKeys: { "key-of-wen": 5 },
  }),
});

export type SignOnWorld = ReturnType<typeof signOnWorld>;

/**
 * The functions that take part in a single sign-on, over memory ports, and a provider that says of everybody what `say` told
 * it to. People may be changed while a test runs.
 */
export function signOnWorld(signOn: Partial<SignOnProvider> | null = {}) {
  const people = peopleOfAcme();
  const other = aUser({ userId: 2, login: "mallory", factors: LINKED, linkedTo: "login:mallory-sub" });
  const base = domainDeps({
    get acme() {
      return Object.values(people);
    },
    globex: [other],
  });
  let claims: Partial<SignOnClaims> | Failure = {};
  const redeemed: SignOnAnswer[] = [];
  const provider: IdentityProvider = {
    async addressFor(tenant, { state, isFresh }) {
      if (!tenant.signOn) throw new Failure("no-single-sign-on");
      return `${ISSUER}/authorize?state=${state}${isFresh ? "&prompt=login&max_age=0" : ""}`;
    },
    async redeem(_tenant, answer) {
      redeemed.push(answer);
      if (claims instanceof Failure) throw claims;
      return { issuer: ISSUER, subject: "maya-sub", ...claims };
    },
  };
  const links = { sign: async (tenantId: string) => `https://store.example/${tenantId}` };
  const deps = { ...base, provider, links };
  const { world, clock } = deps;
  const registered = signOn && { name: "login", issuer: ISSUER, clientId: "coffer", canStepUp: true, ...signOn };
  const shared = registered ? { signOn: registered } : {};
  world.tenants.set("acme", aTenant(shared));
  const globex = { tenantId: "globex", domainName: "backup.globex.example", origin: "https://backup.globex.example" };
  world.tenants.set("globex", aTenant({ ...globex, ...shared }));
  const requestedBy = { userId: 2, login: "maya", name: "Maya" };
  const backup = aBackup({ tenantId: "acme", state: "ready", archive: anArchive(), requestedBy });
  world.backups.set("acme/b1", backup);

  const handler = createApi(deps, {
    "GET /api/v3/single_sign_on": showLandingPageRoute(),
    "POST /api/v3/single_sign_on": beginRoute(deps),
    "POST /api/v3/single_sign_on/identities": completeRoute(deps),
    "GET /api/v3/installation": showInstallationRoute(),
    "POST /api/v3/sessions": signInRoute(deps),
    "POST /api/v3/sessions/single_sign_on": signInByIdentityRoute(deps),
    "GET /api/v3/sessions/current": showSessionRoute(deps),
    "POST /api/v3/backup_tokens": makeTokenRoute(deps),
    "PATCH /api/v3/backup_settings": changeSettingsRoute(deps),
    [`POST ${BACKUP}/tickets`]: stepUpRoute(deps),
    [`POST ${BACKUP}/grants`]: openGrantRoute(deps),
    [`POST ${BACKUP}/openings`]: askOpeningRoute(deps),
    [`GET ${BACKUP}/openings/{userId}`]: showOpeningRoute(deps),
    [`DELETE ${BACKUP}/openings/{userId}`]: stopOpeningRoute(deps),
    [`GET ${BACKUP}/content`]: giveLinkRoute(deps),
  });
  const raw = async (wanted: Ask) => handler(apiEvent(wanted), NO_CONTEXT);
  const ask = async (wanted: Ask) => {
    const result = await raw({ ...wanted, headers: { ...OURS, ...wanted.headers } });
    const cookies = [result.headers?.["set-cookie"] ?? [], result.multiValueHeaders?.["set-cookie"] ?? []].flat();
    return { ...answerOf(result), cookies: cookies.map(String) };
  };
  type Answer = Awaited<ReturnType<typeof ask>>;
  const cookieIn = ({ cookies }: Answer): string => cookies[0]?.split(";")[0] ?? "";
  const post = (resource: string, cookie: string, body: object, domainName?: string) =>
    ask({
      method: "POST",
      resource,
      headers: { cookie },
      body,
      path: { backupId: "b1" },
      ...(domainName === undefined ? {} : { domainName }),
    });
  const begin = (content: object = { purpose: "sign-in" }, cookie = "", domainName?: string) =>
    post("/api/v3/single_sign_on", cookie, content, domainName);
  const complete = (cookie: string, query: string, domainName?: string) =>
    post("/api/v3/single_sign_on/identities", cookie, { query }, domainName);
  /** To the provider and back: the query that the browser comes back with. */
  const walked = ({ body }: Answer): string => {
    const { _links } = begunSignOnShape.parse(body);
    return `code=c1&state=${new URL(_links.authorize.href).searchParams.get("state") ?? ""}`;
  };
  /** The whole way of a browser, up to the cookie that names an identity. */
  const identify = async (content?: object, session = "", domainName?: string): Promise<string> => {
    const begun = await begin(content, session, domainName);
    return cookieIn(await complete(cookieIn(begun), walked(begun), domainName));
  };
  const signIn = (cookie: string, domainName?: string) =>
    post("/api/v3/sessions/single_sign_on", cookie, {}, domainName);
  const signInAs = async (subject: string): Promise<string> => {
    claims = { subject };
    return cookieIn(await signIn(await identify()));
  };
  /** A step-up of whoever has this session, with what the provider says of it. */
  const stepUp = async (session: string, said: Partial<SignOnClaims>): Promise<string> => {
    claims = said;
    return `${session}; ${await identify({ purpose: "step-up" }, session)}`;
  };
  return {
    deps,
    world,
    clock,
    people,
    redeemed,
    say(said: Partial<SignOnClaims> | Failure) {
      claims = said;
    },
    /** In whole seconds, as a provider says it. */
    authTime: (ms = clock.now()) => Math.floor(ms / 1000),
    raw,
    ask,
    post,
    cookieIn,
    begin,
    walked,
    complete,
    identify,
    signIn,
    signInAs,
    stepUp,
    askTicket: (cookie: string, body: object) => post(`${BACKUP}/tickets`, cookie, body),
    facts: (what: string) => world.facts.filter((fact) => fact.what === what),
    notices: () => [...world.outbox.values()].flatMap(({ event }) => (event.kind === "notice" ? [event.notice] : [])),
  };
}
