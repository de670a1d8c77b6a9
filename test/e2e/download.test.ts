import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, open } from "../../infra/local/tour/ask.ts";
import { checkArchive } from "../../infra/local/tour/check-archive.ts";
import {
  aConsole,
  addressInMail,
  type Console,
  IN_A_MOMENT,
  lookAt,
  makeToken,
  prove,
  type Someone,
  signIn,
} from "../support/a-console.ts";
import { aCuttingProxy, type CuttingProxy } from "../support/a-cutting-proxy.ts";

const CUT_AFTER = 1_000_000;

describe("a backup that is ready", () => {
  let console: Console;
  let proxy: CuttingProxy;
  let hugo: Someone;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), "coffer-download-"));
  const whole = join(folder, "backup.zip");
  beforeAll(async () => {
    proxy = await aCuttingProxy("/archive.zip", CUT_AFTER);
    console = await aConsole("globex");
    hugo = console.someone("second administrator");
    // A browser spares its own machine the way through a proxy, unless it is told not to.
    ({ page } = await console.page({ proxy: { server: proxy.url, bypass: "<-loopback>" } }));
    await page.goto(console.origin);
    await signIn(page, hugo);
    const token = await makeToken(page, hugo);
    await page.getByLabel("Backup token", { exact: true }).fill(token);
    await page.getByRole("button", { name: "Request backup" }).click();
    await page.getByText("Your backup is ready").waitFor();
    await page.goto(await addressInMail(console.demo, hugo.mail, "Backup ready"));
  });
  afterAll(async () => {
    await console?.close();
    await proxy?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is downloaded by a browser that takes up a transfer which broke off", async () => {
    await page.getByRole("button", { name: "Download" }).click();
    await prove(page, hugo);
    const started = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
    const download = await started;
    expect(await download.failure()).toBeNull();
    await download.saveAs(whole);

    // Asked for twice: once whole, then from where it broke off.
    expect(proxy.ranges).toEqual([undefined, `bytes=${CUT_AFTER}-`]);
    expect((await checkArchive(whole)).attachmentCount).toBeGreaterThan(0);
  });

  it("is taken up later by a fresh link, as often as the grant allows, and the page says how often", async () => {
    await page.getByRole("dialog").getByText("9 times more").waitFor();
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const begun = readFileSync(whole).subarray(0, CUT_AFTER);
    const content = `${console.origin}/api/v3${new URL(page.url()).pathname}/content`;
    const again = await ask({ method: "GET", url: content, headers: { cookie } });
    expect(again.status).toBe(303);
    const rest: Buffer[] = [];
    const headers = { range: `bytes=${CUT_AFTER}-` };
    const reply = await open({ method: "GET", url: again.headers.location ?? "", headers });
    for await (const chunk of reply) rest.push(chunk);
    expect(reply.statusCode).toBe(206);
    const pieced = join(folder, "pieced.zip");
    writeFileSync(pieced, Buffer.concat([begun, ...rest]));
    await checkArchive(pieced);
    expect(readFileSync(pieced).equals(readFileSync(whole))).toBe(true);

    // Without a grant there is no link: not in another browser, whoever sends the address on.
    expect((await ask({ method: "GET", url: content })).status).toBe(401);
    const started = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download again" }).click();
    await (await started).cancel();
    await page.getByRole("dialog").getByText("8 times more").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  });

  it("names what is missing in it, and why", async () => {
    const note = page.getByText("2 files could not be read and are missing").locator("..");
    await expect.poll(() => note.getByRole("listitem").count(), IN_A_MOMENT).toBe(2);
    expect((await note.getByRole("listitem").allTextContents()).join("\n")).toMatch(/Attachment \d+: /u);
  });

  it("lets its files be searched by name, and gives one out alone", async () => {
    await page.getByText("Files in this backup").click();
    await page.getByRole("row", { name: "openproject.pgdump" }).waitFor();
    await lookAt(page, "files");
    await page.getByLabel("Part of the name").fill("no such file");
    await page.getByText("No file of that name.").waitFor();
    await lookAt(page, "files-none");
    await page.getByLabel("Part of the name").fill(".PDF");
    await page.getByRole("row", { name: "openproject.pgdump" }).waitFor({ state: "detached" });
    const row = page.getByRole("row", { name: ".pdf" }).first();
    const name = ((await row.getByRole("button").getAttribute("aria-label")) ?? "").replace("Take out ", "");
    const path = `${await row.getByText("attachment/file/").textContent()}/${name}`;
    await row.getByRole("button", { name: "Take out" }).press("Enter");
    await page.getByRole("dialog", { name: "Take out one file" }).waitFor();
    await prove(page, hugo);
    await lookAt(page, "take-out");
    const started = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Take out" }).click();
    const file = join(folder, "one.pdf");
    await (await started).saveAs(file);
    await lookAt(page, "take-out-begun");

    const { stdout } = await promisify(execFile)("unzip", ["-p", whole, path], {
      encoding: "buffer",
      maxBuffer: 2 ** 28,
    });
    expect(stdout.length).toBeGreaterThan(0);
    expect(readFileSync(file).equals(stdout)).toBe(true);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await expect.poll(() => page.evaluate("document.activeElement.textContent"), IN_A_MOMENT).toBe("Take out");
  });

  it("is named, pinned and deleted", async () => {
    await page.getByText("Label and pin").click();
    await page.getByLabel("Label").fill("Before the upgrade");
    await page.getByLabel("Pinned").check();
    await lookAt(page, "note");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByRole("link", { name: "← All backups" }).click();
    await page.getByRole("row", { name: "Before the upgrade" }).getByText("Pinned").waitFor();
    await page.getByRole("row", { name: "Before the upgrade" }).getByRole("link").click();
    await page.getByRole("button", { name: "Delete …" }).click();
    await prove(page, hugo);
    await lookAt(page, "delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete backup" }).click();
    await page.getByText("No backups yet").waitFor();
    await page.goBack();
    await expect.poll(() => page.getByText("This backup is not there").count(), IN_A_MOMENT).toBe(1);
  });
});
