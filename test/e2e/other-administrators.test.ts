import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aConsole, type Console, IN_A_MOMENT, lookAt, makeToken, prove, type Someone } from "../support/a-console.ts";

describe("another administrator", () => {
  let console: Console;
  let hugo: Someone;
  let grace: Someone;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), "coffer-others-"));
  beforeAll(async () => {
    console = await aConsole("globex");
    hugo = console.someone("second administrator");
    grace = console.someone("administrator");
    const theirs = await console.signedIn(hugo);
    await makeToken(theirs.page, hugo);
    ({ page } = await console.signedIn(grace));
  });
  afterAll(async () => {
    await console?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const news = () => page.getByRole("region", { name: "New since you last looked" });

  it("is told of a new backup token on every page, until they say that they saw it", async () => {
    await news().getByText("Backup token made – hugo.iversen").waitFor();
    await lookAt(page, "news");
    await page.getByRole("link", { name: "Settings" }).click();
    await news().waitFor();
    await news().getByRole("button", { name: "Seen" }).click();
    await page.reload();
    await page.getByRole("heading", { name: "Backups by script" }).waitFor();
    expect(await news().count()).toBe(0);
  });

  it("revokes it, and the list says so", async () => {
    await page.getByRole("link", { name: "Backup token" }).click();
    const revoke = page.getByRole("button", { name: "Revoke the backup token of hugo.iversen" });
    await revoke.waitFor();
    await lookAt(page, "token-holders");
    await revoke.press("Enter");
    await page.getByRole("dialog", { name: "Revoke the backup token of hugo.iversen?" }).waitFor();
    // A stray Enter does no harm.
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate("document.activeElement.textContent"), IN_A_MOMENT).toBe("Revoke");
    await revoke.click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("Nobody else has a backup token.").waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.tagName"), IN_A_MOMENT).toBe("H1");
  });

  it("finds it in the audit log, and takes the log along as a chain", async () => {
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.getByLabel("What", { exact: true }).selectOption({ label: "Backup tokens" });
    await page.getByRole("rowheader", { name: "Backup token revoked" }).waitFor();
    expect(await page.getByRole("rowheader").count()).toBe(2);
    await page.getByLabel("Who", { exact: true }).selectOption({ label: "Support" });
    await page.getByText("Nothing that fits.").waitFor();
    await page.getByRole("button", { name: "Export …" }).click();
    await prove(page, grace);
    await lookAt(page, "log-export");
    const started = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
    const file = join(folder, "log.ndjson");
    await (await started).saveAs(file);
    const rows = readFileSync(file, "utf8").trimEnd().split("\n").length;
    expect(rows).toBeGreaterThan(3);
    await page.getByText(`${rows} lines: the download has begun.`).waitFor();
    await lookAt(page, "log-exported");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  });

  it("is told what to do when the service does not answer, and goes on where they were", async () => {
    await page.route("**/api/v3/backups?**", (route) => route.abort());
    await page.getByRole("link", { name: "Backups", exact: true }).click();
    await page.getByRole("alert").getByText("The service does not answer. Look at your connection").waitFor();
    await lookAt(page, "no-answer");
    await page.unroute("**/api/v3/backups?**");
    await page.getByRole("button", { name: "Try again" }).first().click();
    await expect.poll(() => page.getByText("You have no backup token yet").count(), IN_A_MOMENT).toBe(1);
  });

  it("gets everywhere by Tab and Enter, and sees where they are", async () => {
    await page.goto(console.origin);
    await page.getByRole("button", { name: "+ Backup token" }).waitFor();
    const passed: string[] = [];
    for (let steps = 0; steps < 9; steps += 1) {
      await page.keyboard.press("Tab");
      passed.push(String(await page.evaluate("document.activeElement.textContent")));
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
      expect([passed.at(-1), outline]).toEqual([passed.at(-1), "solid"]);
    }
    expect(passed).toEqual([
      "Globex Logistics",
      "Grace Holloway",
      "Sign out",
      "Backups",
      "Backup token",
      "Settings",
      "Audit log",
      "+ Backup token",
      "support@coffer.example",
    ]);
    for (let steps = 0; steps < 6; steps += 1) await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });
});
