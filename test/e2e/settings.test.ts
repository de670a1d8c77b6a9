import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aConsole, type Console, IN_A_MOMENT, lookAt, makeToken, prove, type Someone } from "../support/a-console.ts";

describe("an administrator's settings", () => {
  let console: Console;
  let hugo: Someone;
  let page: Page;
  let token: string;
  beforeAll(async () => {
    console = await aConsole("globex");
    hugo = console.someone("second administrator");
    ({ page } = await console.signedIn(hugo));
    token = await makeToken(page, hugo);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByText("Not set: backups are made when somebody asks").waitFor();
    await lookAt(page, "settings-all");
  });
  afterAll(() => console?.close());

  const dialog = () => page.getByRole("dialog");

  it("have backups made at set times, until they are ended", async () => {
    await page.getByRole("button", { name: "Set a schedule …" }).click();
    await dialog().getByLabel("How often").selectOption("As a cron expression …");
    await dialog().getByLabel("Cron expression").fill("61 3 * * *");
    await dialog().getByLabel("Time zone").fill("Europe/Berlin");
    await dialog().getByLabel("Backup token", { exact: true }).fill(token);
    await prove(page, hugo);
    // On a phone, too, what went wrong is where one looks, however long the dialog is.
    await page.setViewportSize({ width: 390, height: 600 });
    await dialog().getByRole("button", { name: "Set the schedule" }).click();
    const alert = dialog().getByRole("alert");
    await alert.getByText("This is no cron expression that ever comes due.").waitFor();
    await expect
      .poll(async () => {
        const { y = 600, height = 0 } = (await alert.boundingBox()) ?? {};
        return y > 0 && y + height < 600;
      }, IN_A_MOMENT)
      .toBe(true);
    await lookAt(page, "schedule-refused");

    await dialog().getByLabel("How often").selectOption("Monday to Friday");
    await dialog().getByLabel("At", { exact: true }).fill("22:30");
    await prove(page, hugo);
    await lookAt(page, "schedule-dialog");
    await dialog().getByRole("button", { name: "Set the schedule" }).click();
    await page.getByText("Monday to Friday at 22:30 (Europe/Berlin)").waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.textContent"), IN_A_MOMENT).toBe("Change …");
    await lookAt(page, "schedule");
  });

  it("say that a schedule is paused whose token is gone", async () => {
    await page.getByRole("link", { name: "Backup token" }).click();
    await page.getByRole("button", { name: "Revoke" }).click();
    await dialog().getByRole("button", { name: "Revoke" }).click();
    await page.getByText("You have no backup token yet").waitFor();
    await console.demo.cloud.tick("EachMinute");
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByText("Paused: the backup token of Hugo Iversen was revoked or replaced.").waitFor();
    expect(await page.getByText("22:30").count()).toBe(1);
    await lookAt(page, "schedule-paused");
    await page.getByRole("button", { name: "End …" }).click();
    await prove(page, hugo);
    await dialog().getByRole("button", { name: "End the schedule" }).click();
    await page.getByText("Not set: backups are made when somebody asks").waitFor();
  });

  it("keep more at once, and less a week later", async () => {
    const change = page
      .getByRole("region", { name: "Backups that are kept" })
      .getByRole("button", { name: "Change …" });
    await change.click();
    await dialog().getByLabel("Days").fill("14");
    await dialog().getByLabel("Weeks").fill("2");
    await prove(page, hugo);
    await lookAt(page, "retention-dialog");
    await dialog().getByRole("button", { name: "Change" }).click();
    await page.getByText("Only 14 days, 2 weeks and 12 months are kept from").waitFor();
    expect(await page.getByRole("timer").textContent()).toMatch(/\(in (6 days 23 hours|7 days)\)/u);
    await lookAt(page, "retention-pending");
  });

  it("let scripts fetch backups, or not", async () => {
    await page.getByRole("button", { name: "Switch off" }).click();
    await prove(page, hugo);
    await lookAt(page, "pull-off-dialog");
    await dialog().getByRole("button", { name: "Switch off" }).click();
    await page.getByText("Switched off: every download needs a person.").waitFor();
    expect(await page.getByRole("region", { name: "Commands to set up nightly backups" }).count()).toBe(0);
    await lookAt(page, "pull-off");
  });

  it("are shown, not changed, to whoever is no administrator", async () => {
    const { page: other } = await console.signedIn(console.someone("backup role"), "/settings");
    await other.getByRole("heading", { name: "Backups that are kept" }).waitFor();
    expect(await other.getByRole("main").getByRole("button").allTextContents()).toEqual([]);
    await lookAt(other, "settings-no-administrator");
  });
});
