import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SIGN_IN_PER_USER } from "../../../functions/domain/session/attempts.ts";
import { ROUTES, type SignIn } from "../../../functions/routes.ts";
import { withClient } from "../../../infra/local/seed/create-tenant-database.ts";
import { ask } from "../../../infra/local/tour/ask.ts";
import { aDemoCloud, type DemoCloud, until } from "../../support/a-demo-cloud.ts";
import { apiKey } from "../../support/api-event.ts";
import { aDemoPerson } from "../../support/demo-person.ts";
import { setTries } from "../../support/set-tries.ts";

const OURS = { "x-requested-with": "Coffer", "content-type": "application/json" };

/** The door of the whole system: gateway, functions, table, and the tenant's own PostgreSQL. */
describe("the door", () => {
  let demo: DemoCloud;
  /** An administrator, signed in before anybody guesses his password. */
  let hugo: Awaited<ReturnType<typeof aDemoPerson>>;
  let call: (method: string, path: string, headers?: object, content?: object) => ReturnType<typeof ask>;
  beforeAll(async () => {
    demo = await aDemoCloud("globex");
    hugo = await aDemoPerson(demo, "second administrator");
    const origin = demo.cloud.origin(demo.tenant.domainName);
    call = (method, path, headers = {}, content) => {
      const body = content === undefined ? {} : { body: JSON.stringify(content) };
      return ask({ method, url: `${origin}${path}`, headers: { ...OURS, ...headers }, ...body });
    };
  });
  afterAll(() => demo?.close());

  const person = (persona: string) => {
    const found = demo.tenant.people.find((each) => each.persona === persona);
    const { userId, login, mail, password = "", apiKey: key = "" } = found ?? {};
    if (userId === undefined || login === undefined || mail === undefined) throw new Error(`nobody is ${persona}`);
    return { userId, login, mail, password, key };
  };
  const mailsTo = async (address: string, subject: string) => {
    const inbox = await demo.cloud.services.mailbox.inbox();
    return inbox.filter((each) => each.destination.to.includes(address) && each.subject.includes(subject)).length;
  };
  /** As the database's owner. */
  const sql = (text: string, ...values: unknown[]) =>
    withClient(demo.cloud.services.postgres.url("globex"), (client) => client.query(text, values));
  const signIn = (login: string, password: string, cookie = "") =>
    call("POST", "/api/v3/sessions", { cookie }, { login, password });

  /**
   * What somebody without the right credentials is told: by the service, or by the front door, to which an address that
   * wants a signature and has none is no address.
   */
  const OUTSIDE: Readonly<Record<SignIn, readonly number[]>> = {
    none: [],
    session: [401],
    "api-key": [401],
    either: [401],
    iam: [403, 404],
  };
  const shut = ROUTES.filter(({ signIn: means }) => means !== "none");

  it.each(shut.map(({ method, path, signIn: means }) => [method, path, OUTSIDE[means]] as const))(
    "is shut for strangers: %s %s",
    async (method, path, statuses) => {
      const address = path.replaceAll(/\{\w+\}/gu, "1");
      const body = method === "GET" ? undefined : {};
      for (const headers of [
        {},
        apiKey("wrong"),
        apiKey(demo.administrator.apiKey, "admin"),
        { cookie: `__Host-coffer=${"x".repeat(43)}` },
        { authorization: "AWS4-HMAC-SHA256 Credential=x/20260131/eu-central-1/execute-api/aws4_request" },
      ]) {
        const answer = await call(method, address, headers, body);
        expect(statuses).toContain(answer.status);
      }
    },
  );

  it.each(ROUTES.filter(({ signIn: means }) => means === "session").map(({ method, path }) => [method, path] as const))(
    "is shut for API keys where a person is wanted: %s %s",
    async (method, path) => {
      const address = path.replaceAll(/\{\w+\}/gu, "1");
      const headers = apiKey(demo.administrator.apiKey);
      const { status } = await call(method, address, headers, method === "GET" ? undefined : {});
      expect(status).toBe(401);
    },
  );

  it("shuts behind whoever has another password now, or is locked, for good", async () => {
    const { userId } = person("backup role");
    for (const [change, undo] of [
      [
        "INSERT INTO user_passwords (user_id, type, hashed_password, created_at, updated_at) SELECT user_id, type, hashed_password, now(), now() FROM user_passwords WHERE user_id = $1 ORDER BY id DESC LIMIT 1",
        "DELETE FROM user_passwords WHERE user_id = $1 AND id = (SELECT max(id) FROM user_passwords WHERE user_id = $1)",
      ],
      ["UPDATE users SET status = 3 WHERE id = $1", "UPDATE users SET status = 1 WHERE id = $1"],
    ] as const) {
      const ilse = await aDemoPerson(demo, "backup role");
      expect((await ilse.call("GET", "/api/v3/backup_tokens")).status).toBe(200);
      await sql(change, userId);
      expect((await ilse.call("GET", "/api/v3/backup_tokens")).status).toBe(401);
      await sql(undo, userId);
      expect((await ilse.call("GET", "/api/v3/backup_tokens")).status).toBe(401);
    }
  });

  it("takes a permission away in the middle", async () => {
    const { userId } = person("backup role");
    const ilse = await aDemoPerson(demo, "backup role");
    expect((await ilse.call("GET", "/api/v3/backups/estimate")).status).toBe(200);
    await sql("DELETE FROM member_roles WHERE member_id IN (SELECT id FROM members WHERE user_id = $1)", userId);

    expect((await ilse.call("GET", "/api/v3/backups/estimate")).status).toBe(403);
    expect((await ilse.call("POST", "/api/v3/backups", { backupToken: "x" })).text).toContain("permission");
  });

  it("answers for a security key alone as for a wrong password", async () => {
    const { login, password } = person("webauthn");
    const [right, wrong, nobody] = [
      await signIn(login, password),
      await signIn(login, "wrong"),
      await signIn("nobody", password),
    ];
    expect(right.status).toBe(401);
    expect([wrong, nobody].map(({ status, text }) => ({ status, text }))).toEqual(
      Array.from({ length: 2 }, () => ({ status: right.status, text: right.text })),
    );
  });

  it("takes a code once, however many come with it at once", async () => {
    const { login, password, authenticator } = demo.administrator;
    const code = await authenticator?.code();
    const tries = Array.from({ length: 8 }, () => call("POST", "/api/v3/sessions", {}, { login, password, code }));

    const answers = await Promise.all(tries);

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array.from({ length: 7 }, () => 401),
    ]);
  });

  it("counts login and mail address together, and lets a known browser in all the same", async () => {
    const { login, mail, password } = person("second administrator");
    const known = await signIn(login, password);
    const [session = "", browser = ""] = (known.headers["set-cookie"] ?? []).map(
      (cookie) => cookie.split(";")[0] ?? "",
    );
    expect([session, browser]).toEqual([
      expect.stringMatching(/^__Host-coffer=/),
      expect.stringMatching(/^__Host-coffer-browser=/),
    ]);
    const half = SIGN_IN_PER_USER.max / 2;
    for (const name of [login, mail]) {
      await Promise.all(Array.from({ length: half }, () => signIn(name, "wrong")));
    }

    expect((await signIn(mail, password)).status).toBe(401);
    expect((await signIn(login, password, browser)).status).toBe(201);
  });

  it("lets five wrong passwords of somebody who is signed in through, then asks for patience", async () => {
    const katja = await aDemoPerson(demo, "legacy password");
    const wish = { confirmation: "create", password: "wrong" };
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => katja.call("POST", "/api/v3/backup_tokens", wish)),
    );

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(5);
    const patience = answers.filter(({ status }) => status === 429);
    expect(patience).toHaveLength(4);
    for (const { headers } of patience) expect(Number(headers["retry-after"])).toBeGreaterThan(20);
  });

  it("disables a password after so many wrong ones in a row, tells people once, and lets another administrator enable it", async () => {
    await setTries(demo, { failuresInARow: 3 });
    const { userId, login, mail, password } = person("ordinary");
    for (let tried = 0; tried < 5; tried += 1) expect((await signIn(login, "wrong")).status).toBe(401);
    expect((await signIn(login, password)).status).toBe(401);
    const told = () => mailsTo(mail, "Too many wrong passwords");
    await until("the mail", async () => ((await told()) > 0 ? true : undefined));

    const address = `/api/v3/disabled_passwords/${userId}`;
    expect((await hugo.call("GET", "/api/v3/disabled_passwords")).text).toContain(address);
    expect((await hugo.call("DELETE", address, { password: hugo.password })).status).toBe(204);

    expect((await signIn(login, password)).status).toBe(201);
    await until("the other mail", async () => ((await mailsTo(mail, "Password enabled again")) > 0 ? true : undefined));
    expect(await told()).toBe(1);
  });
});
