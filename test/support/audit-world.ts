import { exportLogRoute } from "../../functions/audit/export-log.ts";
import { listEventsRoute } from "../../functions/audit/list-events.ts";
import { type AuditFact } from "../../functions/domain/audit/audit-log.ts";
import { chainWaitingFacts } from "../../functions/domain/audit/chain-waiting-facts.ts";
import { createApi } from "../../functions/http/create-api.ts";
import { signInRoute } from "../../functions/sessions/sign-in.ts";
import { aFact } from "./a-backup.ts";
import { aTenant } from "./a-tenant.ts";
import { type Ask, answerOf, apiEvent, NO_CONTEXT } from "./api-event.ts";
import { mustBeDocumented } from "./documented-answer.ts";
import { domainDeps } from "./domain-deps.ts";
import { PEOPLE } from "./download-world.ts";
import { aUser } from "./memory-users.ts";
import { memoryWorkStore } from "./memory-work-store.ts";

const OURS = { "x-requested-with": "Coffer" };
export const GLOBEX = "backup.globex.example";

/** The function `audit` over memory ports; answers are held to the API's description. Gus administers Globex. */
export function auditWorld(options: { readonly exportedMax?: number } = {}) {
  const exports = memoryWorkStore();
  const deps = {
    ...domainDeps({
      acme: Object.values(PEOPLE),
      globex: [aUser({ login: "gus", name: "Gus", mail: "gus@globex.example" })],
    }),
    ...options,
    exports,
    exportLinks: {
      sign: async (tenantId: string, key: string, fileName: string, seconds: number) =>
        `https://store.example/${tenantId}/${key}?name=${fileName}&life=${seconds}`,
    },
  };
  const { world } = deps;
  world.tenants.set("acme", aTenant());
  world.tenants.set("globex", aTenant({ tenantId: "globex", domainName: GLOBEX, origin: `https://${GLOBEX}` }));
  const handler = createApi(deps, {
    "POST /api/v3/sessions": signInRoute(deps),
    "GET /api/v3/audit_events": listEventsRoute(deps),
    "POST /api/v3/audit_exports": exportLogRoute(deps),
  });
  const ask = async (wanted: Ask) => {
    const answer = answerOf(await handler(apiEvent(wanted), NO_CONTEXT));
    mustBeDocumented(`${wanted.method ?? "GET"} ${wanted.resource ?? "/"}`, answer);
    return answer;
  };

  return {
    deps,
    exports,
    ask,
    record: (fact: Partial<AuditFact>) => deps.audit.record(aFact({ tenantId: "acme", ...fact })),
    chainAll: () => chainWaitingFacts(deps),
    /** Somebody who is signed in; facts about that are taken away again. */
    async as(login: string, domainName = "backup.acme.example") {
      const body = { login, password: "right" };
      const { headers } = await ask({ method: "POST", resource: "/api/v3/sessions", domainName, headers: OURS, body });
      world.facts.length = 0;
      let cookie = String(headers["set-cookie"]).split(";")[0] ?? "";
      const asked = async (method: string, resource: string, wanted: Ask) => {
        const answer = await ask({ method, resource, domainName, ...wanted, headers: { ...OURS, cookie } });
        cookie = answer.cookies[0]?.split(";")[0] ?? cookie;
        return answer;
      };
      return {
        cookie: () => cookie,
        list: (query: Ask["query"] = {}) => asked("GET", "/api/v3/audit_events", { query }),
        export: (sent: object = { password: "right" }) => asked("POST", "/api/v3/audit_exports", { body: sent }),
      };
    },
    facts: (what: string) => world.facts.filter((fact) => fact.what === what),
  };
}
