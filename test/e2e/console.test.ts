import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../infra/local/tour/ask.ts";
import { checkArchive } from "../../infra/local/tour/check-archive.ts";
import type { aPage } from "../support/a-browser.ts";
import {
  aConsole,
  addressInMail,
  type Console,
  IN_A_MOMENT,
  lookAt,
  prove,
  type Someone,
  setTenant,
  signIn,
} from "../support/a-console.ts";

describe("the console", () => {
  let console: Console;
  let ada: Someone;
  let opened: Awaited<ReturnType<typeof aPage>>;
  const folder = mkdtempSync(join(tmpdir(), "coffer-console-"));
  beforeAll(async () => {
    console = await aConsole("acme");
    ada = console.someone("administrator");
    // The demo allows a thousand; people are shown what they are used to.
    await setTenant(console.demo, { backupDailyLimit: 3 });
    opened = await console.page();
  });
  afterAll(async () => {
    await console?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("leads from no token to an archive that unzip finds whole", { timeout: 120_000 }, async () => {
    const { page, complaints, asked } = opened;
    const { origin } = console;
    await page.goto(origin);
    await page.getByRole("heading", { name: "Sign in to your backups" }).waitFor();
    await lookAt(page, "sign-in");
    await signIn(page, ada);

    // By keyboard alone: the dialog takes the focus, and gives it back.
    await page.getByRole("button", { name: "+ Backup token" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "New backup token" });
    await dialog.waitFor();
    await lookAt(page, "token-create");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.evaluate("document.activeElement.textContent"), IN_A_MOMENT).toBe("+ Backup token");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate("document.activeElement.id"), IN_A_MOMENT).toBe("confirmation");
    await page.keyboard.type("create");
    await prove(page, ada);
    await page.keyboard.press("Enter");
    const token = await page.getByRole("dialog").getByLabel("Backup token", { exact: true }).inputValue();
    expect(token).toMatch(/^opbk_\w{49}$/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "I have stored it" }).click();

    await page.getByLabel("Backup token", { exact: true }).fill(token);
    await page.getByText("Expected time").waitFor();
    await lookAt(page, "request");
    await page.getByRole("button", { name: "Request backup" }).click();
    await page.getByRole("progressbar").waitFor();
    await lookAt(page, "progress");
    await page.getByText("Your backup is ready").waitFor();
    await page.getByText("Expected time").waitFor();
    await lookAt(page, "ready");

    await page.goto(await addressInMail(console.demo, ada.mail, "Backup ready"));
    await page.getByRole("button", { name: "Download" }).click();
    await prove(page, ada);
    await lookAt(page, "download-step-up");
    const started = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
    const file = join(folder, "backup.zip");
    await (await started).saveAs(file);
    expect((await checkArchive(file)).attachmentCount).toBeGreaterThan(0);
    await page.getByText("The download has begun").waitFor();

    // It asked its own host alone, and the archive's store for the archive.
    const others = asked.filter((url) => url.origin !== origin && url.protocol !== "data:");
    expect(others.map(({ pathname }) => pathname)).toEqual([expect.stringMatching(/\/archive\.zip$/)]);
    // That nobody is signed in yet the API says by a 401; nothing else was amiss.
    expect(complaints.filter((text) => !text.includes("401"))).toEqual([]);
  });

  it("keeps nobody out of its other views, and says what happened", { timeout: 60_000 }, async () => {
    const { page } = opened;
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("link", { name: "Backup token" }).click();
    await page.getByText("Nobody else has a backup token.").waitFor();
    await lookAt(page, "token");
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("region", { name: "Commands to set up nightly backups" }).waitFor();
    await lookAt(page, "settings");
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.getByRole("rowheader", { name: "Backup requested" }).waitFor();
    await page.getByLabel("What", { exact: true }).selectOption({ label: "Downloads" });
    await expect
      .poll(() => page.getByRole("rowheader").allTextContents(), IN_A_MOMENT)
      .toEqual(["Backup downloadedTo the backup "]);
    await lookAt(page, "log");
  });

  it("gives out the scripts that its settings tell to fetch", async () => {
    const { text } = await ask({ method: "GET", url: `${console.origin}/assets/pull-backup.sh` });
    expect(text).toMatch(/^#!\/usr\/bin\/env bash\n/u);
  });

  const get = (path: string) =>
    ask({ method: "GET", url: `${console.origin}${path}`, headers: { "accept-encoding": "gzip" } });

  it("is packed on its way, and answers that hold a secret are not", async () => {
    const [script = ""] = /\/assets\/[\w-]+\.js/u.exec((await get("/")).text) ?? [];
    const { headers } = await get(script);
    expect([headers["content-encoding"], headers.vary]).toEqual(["gzip", "accept-encoding"]);
    expect(Number(headers["content-length"])).toBeLessThan(40_000);
    expect((await get("/api/v3/installation")).headers["content-encoding"]).toBeUndefined();
  });

  it("says when a session is over, and shows nothing of it any more", async () => {
    const { page, context } = opened;
    await context.clearCookies();
    await page.getByRole("link", { name: "Backups", exact: true }).click();
    await page.getByText("You are not signed in any more").waitFor();
    expect(await page.getByText(ada.login).count()).toBe(0);
    await page.goto(`${console.origin}/backups/nothing`);
    await page.getByRole("heading", { name: "Sign in to your backups" }).waitFor();
  });
});
