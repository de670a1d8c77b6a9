import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../../infra/local/tour/ask.ts";
import { runTour } from "../../../infra/local/tour/run-tour.ts";
import { aDemoCloud, type DemoCloud, makeDemoToken, until, untilEnded } from "../../support/a-demo-cloud.ts";

const run = promisify(execFile);

describe("the main job on the local cloud", () => {
  let demo: DemoCloud;
  beforeAll(async () => {
    demo = await aDemoCloud("acme");
  });
  afterAll(() => demo?.close());

  it("goes from sign-in to a restored database with equal row counts", async () => {
    const { cloud, tenant, directory } = demo;
    const said: string[] = [];
    const narrator = {
      say: (line: string) => void said.push(line),
      step: async <T>(_: string, work: () => Promise<T>) => work(),
    };
    const { mailbox, postgres } = cloud.services;
    const file = await runTour({
      origin: cloud.origin(tenant.domainName),
      tenant,
      mailbox,
      postgres,
      directory: join(directory, "downloads"),
      narrator,
    });
    expect(said.join("\n")).toMatch(/rows of \d+ tables are there again/u);
    for (const [program, ...args] of [
      ["python3", "-c", "import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None", file],
      ["bsdtar", "-tf", file],
      ["7z", "t", file],
    ] as const) {
      // Names are UTF-8; a reader without a locale for it says so and skips them.
      await run(program, args, { env: { ...process.env, LC_ALL: "C.UTF-8" } });
    }
  });

  it("accepts one of 50 requests at once, with 49 conflicts", async () => {
    const { client, administrator, cloud, tenant } = demo;
    const token = await makeDemoToken(demo);
    // Else the backup may be ready before the last of the 50 is answered, and another one is accepted, as it should be.
    cloud.functions["worker"]?.pause();
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => client.requestBackup(administrator.apiKey, token)),
    );
    cloud.functions["worker"]?.resume();
    const accepted = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const refused = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
    expect(accepted).toHaveLength(1);
    expect(refused.filter((reason) => reason.includes("answered 409"))).toHaveLength(49);
    expect(await untilEnded(demo, accepted[0] ?? "")).toMatchObject({ status: "success" });
    // One of this backup, and one of the tour's. The status says that it is ready before the mail does.
    const about = await until("the mails of two backups", async () => {
      const inbox = await cloud.services.mailbox.inbox();
      const ready = inbox.filter(({ subject }) => subject.includes(`[${tenant.title}] Backup ready`));
      return ready.length >= 2 ? ready : undefined;
    });
    expect(new Set(about.map(({ destination }) => destination.to.join())).size).toBe(about.length / 2);
  });
});

describe("a tenant whose store has lost attachments", () => {
  let demo: DemoCloud;
  beforeAll(async () => {
    demo = await aDemoCloud("globex");
  });
  afterAll(() => demo?.close());

  it("is told so in the status, the mail and the archive", async () => {
    const { client, administrator, cloud, tenant } = demo;
    const job = await client.requestBackup(administrator.apiKey, await makeDemoToken(demo));
    const ended = await untilEnded(demo, job);
    expect(ended).toMatchObject({
      status: "success",
      message: expect.stringContaining("2 attachments could not be read"),
    });
    const mail = await until("the mail", async () =>
      (await cloud.services.mailbox.inbox()).find(({ subject }) =>
        subject.endsWith("Backup ready, but some files are missing"),
      ),
    );
    expect(mail.destination.to).toHaveLength(1);
    const { text } = await ask({
      method: "GET",
      url: await client.link(administrator.apiKey, ended.download ?? ""),
    });
    for (const { attachmentId } of tenant.losses) expect(text).toContain(`"missing":{"id":${attachmentId},`);
  });
});
