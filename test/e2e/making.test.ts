import { Client } from "pg";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  aConsole,
  type Console,
  IN_A_MOMENT,
  lookAt,
  makeToken,
  type Someone,
  setTenant,
} from "../support/a-console.ts";
import { queryPostgres } from "../support/postgres-query.ts";

describe("a backup that is being made", () => {
  let console: Console;
  let hugo: Someone;
  let page: Page;
  let token: string;
  beforeAll(async () => {
    console = await aConsole("globex");
    hugo = console.someone("second administrator");
    ({ page } = await console.signedIn(hugo));
    token = await makeToken(page, hugo);
  });
  afterAll(() => console?.close());

  async function request(): Promise<void> {
    await page.getByLabel("Backup token", { exact: true }).fill(token);
    await page.getByRole("button", { name: "Request backup" }).click();
    await page.getByRole("progressbar").waitFor();
  }

  it("can be found again by whoever closed the page, and by another administrator", async () => {
    const worker = console.demo.cloud.functions["worker"];
    worker?.pause();
    await request();
    await page.getByText("You can close this page").waitFor();
    await lookAt(page, "progress-waiting");

    await page.goto("about:blank");
    await page.goto(console.origin);
    await page.getByText("Requested by Hugo Iversen.").waitFor();
    const { page: other, context } = await console.signedIn(console.someone("administrator"));
    await other.getByText("Requested by Hugo Iversen.").waitFor();
    expect(await other.getByRole("button", { name: "Cancel this backup" }).count()).toBe(1);
    await context.close();
  });

  it("is cancelled after one question, and another can be asked for at once", async () => {
    await page.getByRole("button", { name: "Cancel this backup" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Cancel this backup?" });
    await dialog.waitFor();
    await lookAt(page, "cancel");
    // The dialog's own way out changes nothing.
    await dialog.getByRole("button", { name: "Go on with it" }).click();
    await expect
      .poll(() => page.evaluate("document.activeElement.textContent"), IN_A_MOMENT)
      .toBe("Cancel this backup");
    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Cancel the backup" }).click();

    await page.getByText("The backup was cancelled. You can request another one.").waitFor();
    await page.getByRole("row", { name: "Cancelled" }).waitFor();
    await lookAt(page, "cancelled");
  });

  it("tells how far it is: the phase, so many files and bytes, and that it is ready", async () => {
    const worker = console.demo.cloud.functions["worker"];
    const client = new Client({ connectionString: console.demo.cloud.services.postgres.url("globex") });
    await client.connect();
    // A dump waits for whoever else is at the same table …
    await client.query("begin; lock table attachments in access exclusive mode");
    worker?.resume();
    await request();
    const phase = page.locator("[aria-current=step]");
    await phase.getByText("Database").waitFor();
    // … and what comes after it, for the next invocation.
    worker?.pause();
    await client.end();
    await page.getByText("0 of 18 files").waitFor();
    await page.getByText(/^0 bytes of [\d.]+ MB$/u).waitFor();
    expect(await page.getByText("The backup was cancelled.").count()).toBe(0);
    await lookAt(page, "progress-database");
    worker?.resume();
    await expect.poll(() => page.getByText("Your backup is ready").count(), IN_A_MOMENT).toBe(1);
  });

  it("tells which files could not be read", async () => {
    await page.getByRole("row", { name: "Ready" }).getByText("2 files missing").waitFor();
    await page.getByRole("row", { name: "Ready" }).getByRole("link").click();
    await page.getByText("2 files could not be read and are missing").waitFor();
    await expect.poll(() => page.getByText("Database and 17 attachments").count(), IN_A_MOMENT).toBe(1);
    await expect.poll(() => page.getByText("lost in the move.pdf").count(), IN_A_MOMENT).toBe(1);
    await lookAt(page, "backup-missing");
  });

  it("says beforehand, and afterwards, why attachments are left out", async () => {
    await setTenant(console.demo, { backupAttachmentSizeMaxSumMb: 1 });
    await page.goto(console.origin);
    await page.getByText(/Your attachments \([\d.]+ MB\) are above the limit of 1 MB/u).waitFor();
    await page.getByText("not included").waitFor();
    await lookAt(page, "request-over-limit");

    await setTenant(console.demo, { backupIncludeAttachments: false, backupAttachmentSizeMaxSumMb: 0 });
    await page.goto(console.origin);
    await page.getByText("Attachments are switched off for your installation").waitFor();
    await request();
    await page.getByText("Your backup is ready").waitFor();
    await expect.poll(() => page.getByText("Database only: attachments are switched off").count(), IN_A_MOMENT).toBe(1);
    await lookAt(page, "ready-without-attachments");
  });

  it("says what to do when it has failed, and lets one ask support", async () => {
    const { postgres } = console.demo.cloud.services;
    await setTenant(console.demo, { backupIncludeAttachments: true });
    await queryPostgres(postgres.url("globex"), "alter table attachments rename to attachments_gone");
    await page.goto(console.origin);
    await page.getByLabel("Backup token", { exact: true }).fill(token);
    await page.getByRole("button", { name: "Request backup" }).click();
    await page.getByText("The backup could not be made. Open it to see why").waitFor();
    await lookAt(page, "failed");
    await page.getByRole("row", { name: "Failed" }).getByRole("link").click();
    await page.getByRole("button", { name: "Ask support" }).click();
    await lookAt(page, "ask-support");
    await page.getByLabel("What is it about?").fill("It failed after our update.");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Sent to support@coffer.example.").waitFor();
    // The form is gone: the way out has the focus.
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Close");
    await lookAt(page, "ask-support-sent");
  });
});
