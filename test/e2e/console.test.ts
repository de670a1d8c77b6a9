import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../infra/local/tour/ask.ts";
import { checkArchive } from "../../infra/local/tour/check-archive.ts";
import { aBrowser, aPage, findBarriers, overflowOf } from "../support/a-browser.ts";
import { aDemoCloud, type DemoCloud, until } from "../support/a-demo-cloud.ts";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

/** As it is at a desk and on a phone: nobody is kept out, and nothing sticks out. */
async function lookAt(page: Page): Promise<void> {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await findBarriers(page)).toEqual([]);
  }
}

describe("the console", () => {
  let demo: DemoCloud;
  let browser: Browser;
  let origin: string;
  let opened: Awaited<ReturnType<typeof aPage>>;
  const folder = mkdtempSync(join(tmpdir(), "coffer-console-"));
  beforeAll(async () => {
    [demo, browser] = await Promise.all([aDemoCloud("acme"), aBrowser()]);
    origin = demo.cloud.origin(demo.tenant.domainName);
    opened = await aPage(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const code = async (): Promise<string> => (await demo.administrator.authenticator?.code()) ?? "";

  /** Types password and code, the code last: it does not live long. */
  async function prove(page: Page): Promise<void> {
    await page.getByLabel("Password", { exact: true }).fill(demo.administrator.password);
    await page.getByLabel("Code", { exact: true }).fill(await code());
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel("Login").fill(demo.administrator.login);
    const signedIn = page.getByRole("button", { name: "Sign out" });
    // The first code is of the half minute before, and may be over by the time it arrives; the next one then is not.
    for (let tries = 0; tries < 2 && !(await signedIn.isVisible()); tries += 1) {
      await prove(page);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await signedIn.or(page.getByRole("alert")).waitFor();
    }
    await signedIn.waitFor();
  }

  it("leads from no token to an archive that unzip finds whole", { timeout: 120_000 }, async () => {
    const { page, complaints, asked } = opened;
    await page.goto(origin);
    await page.getByRole("heading", { name: "Sign in to your backups" }).waitFor();
    await lookAt(page);
    await signIn(page);

    // By keyboard alone: the dialog takes the focus, and gives it back.
    await page.getByRole("button", { name: "+ Backup token" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "New backup token" });
    await dialog.waitFor();
    await lookAt(page);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("+ Backup token");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("confirmation");
    await page.keyboard.type("create");
    await prove(page);
    await page.keyboard.press("Enter");
    const token = await page.getByRole("dialog").getByLabel("Backup token", { exact: true }).inputValue();
    expect(token).toMatch(/^opbk_\w{49}$/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "I have stored it" }).click();

    await page.getByLabel("Backup token", { exact: true }).fill(token);
    await page.getByText("Expected time").waitFor();
    await lookAt(page);
    await page.getByRole("button", { name: "Request backup" }).click();
    await page.getByRole("progressbar").waitFor();
    await lookAt(page);
    await page.getByText("Your backup is ready").waitFor({ timeout: 60_000 });
    await lookAt(page);

    await page.goto(await addressInMail());
    await page.getByRole("button", { name: "Download" }).click();
    await prove(page);
    await lookAt(page);
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
    await lookAt(page);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("region", { name: "Commands to set up nightly backups" }).waitFor();
    await lookAt(page);
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.getByLabel("What", { exact: true }).selectOption({ label: "Downloads" });
    await expect.poll(() => page.getByRole("rowheader").allTextContents()).toEqual(["Backup downloadedTo the backup "]);
    await lookAt(page);
  });

  it("gives out the scripts that its settings tell to fetch", async () => {
    const { text } = await ask({ method: "GET", url: `${origin}/assets/pull-backup.sh` });
    expect(text).toMatch(/^#!\/usr\/bin\/env bash\n/u);
  });

  it("says when a session is over, and shows nothing of it any more", async () => {
    const { page, context } = opened;
    await context.clearCookies();
    await page.getByRole("link", { name: "Backups", exact: true }).click();
    await page.getByText("You are not signed in any more").waitFor();
    expect(await page.getByText(demo.administrator.login).count()).toBe(0);
    await page.goto(`${origin}/backups/nothing`);
    await page.getByRole("heading", { name: "Sign in to your backups" }).waitFor();
  });

  /** The address that the mail to the administrator tells. */
  async function addressInMail(): Promise<string> {
    const mail = await until("the mail", async () =>
      (await demo.cloud.services.mailbox.inbox()).find(
        ({ subject, destination }) =>
          subject.includes("Backup ready") && destination.to.includes(demo.administrator.mail),
      ),
    );
    const [address] = /http:\S+\/backups\/[\w-]+/.exec(mail.body.text ?? "") ?? [];
    if (address === undefined) throw new Error("The mail tells no address.");
    return address;
  }
});
