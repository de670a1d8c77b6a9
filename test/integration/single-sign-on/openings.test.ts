import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinIdentityProvider } from "../../../infra/local/demo/join-identity-provider.ts";
import type { LocalIdentityProvider } from "../../../infra/local/identity-provider/start-identity-provider.ts";
import { ask, type Reply } from "../../../infra/local/tour/ask.ts";
import { postWithCookie, signInByProvider } from "../../../infra/local/tour/sign-in-by-provider.ts";
import { aDemoCloud, type DemoCloud, makeDemoToken, until, untilEnded } from "../../support/a-demo-cloud.ts";
import { queryPostgres } from "../../support/postgres-query.ts";

let demo: DemoCloud;
let provider: LocalIdentityProvider;
let origin: string;
let backup: string;
const DAY_MS = 24 * 3_600_000;

/** A tenant whose provider cannot ask anew, and a backup that is ready. */
beforeAll(async () => {
  demo = await aDemoCloud("globex");
  provider = await joinIdentityProvider(demo.cloud, demo.tenant, { canStepUp: false });
  origin = demo.cloud.origin(demo.tenant.domainName);
  const job = await demo.client.requestBackup(demo.administrator.apiKey, await makeDemoToken(demo));
  const { download } = await untilEnded(demo, job);
  backup = download?.replace(/\/content$/u, "") ?? "";
  await queryPostgres(
    demo.cloud.services.postgres.url("globex"),
    `update users set admin = true where id = ${maya().userId}`,
  );
});
afterAll(async () => {
  await provider.close();
  await demo.close();
});

function maya() {
  const person = demo.tenant.people.find(({ persona }) => persona === "single sign-on");
  if (!person?.externalId || !person.apiKey) throw new Error("the demo has nobody who signs in by a provider");
  return { ...person, externalId: person.externalId, apiKey: person.apiKey };
}

const body = ({ text }: Reply): Record<string, unknown> => JSON.parse(text);
const byKey = (method: string, path: string, apiKey: string, content?: object): Promise<Reply> =>
  ask({
    method,
    url: `${origin}${path}`,
    headers: {
      authorization: `Basic ${Buffer.from(`apikey:${apiKey}`).toString("base64")}`,
      "x-requested-with": "Coffer",
      ...(content === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
const mailTo = (address: string, subject: string) =>
  until(`“${subject}” to ${address}`, async () =>
    (await demo.cloud.services.mailbox.inbox()).find(
      (mail) => mail.destination.to.includes(address) && mail.subject.includes(subject),
    ),
  );

describe("a person whose provider cannot ask anew", () => {
  it("makes a backup token that works a day later", async () => {
    const cookie = await signInByProvider(origin, maya().externalId);
    const content = { confirmation: "create", wait: true };
    const made = await postWithCookie(`${origin}/api/v3/backup_tokens`, cookie, content);

    expect(made.status).toBe(201);
    expect(Date.parse(String(body(made)["validFrom"])) - Date.now()).toBeGreaterThan(DAY_MS - 60_000);
  });

  it("asks for a download, of which all administrators are told, and any of them stops it", async () => {
    const cookie = await signInByProvider(origin, maya().externalId);
    const tickets = `${origin}${backup}/tickets`;
    expect((await postWithCookie(tickets, cookie, { wait: true })).status).toBe(403);
    const asked = await postWithCookie(`${origin}${backup}/openings`, cookie, {});
    expect([asked.status, body(asked)["login"]]).toEqual([201, "maya.novak"]);
    expect(Date.parse(String(body(asked)["opensAt"])) - Date.now()).toBeGreaterThan(DAY_MS - 60_000);

    const waiting = await postWithCookie(tickets, cookie, { wait: true });
    expect([waiting.status, waiting.text]).toEqual([403, expect.stringContaining("not open yet")]);
    expect((await byKey("GET", `${backup}/content`, maya().apiKey)).status).toBe(403);
    for (const { mail } of demo.tenant.people.filter(({ isAdmin }) => isAdmin)) {
      expect((await mailTo(mail, "opens in a day")).subject).toContain("unless you stop it");
    }

    const opening = `${backup}/openings/${maya().userId}`;
    expect((await byKey("DELETE", opening, demo.administrator.apiKey)).status).toBe(204);
    expect((await byKey("GET", opening, demo.administrator.apiKey)).status).toBe(404);
    await mailTo(maya().mail, "Download stopped");
    expect((await postWithCookie(tickets, cookie, { wait: true })).text).toContain("opens a day later");
  });
});
