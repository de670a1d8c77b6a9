import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aConsole, addressInMail, type Console, lookAt, makeToken, prove, setTenant } from "../support/a-console.ts";
import { queryPostgres } from "../support/postgres-query.ts";

const DAY_MS = 24 * 3_600_000;

/** The moment that a countdown is to, in milliseconds. */
const countedTo = async (page: Page): Promise<number> =>
  Date.parse((await page.locator("time:has(+ [role=timer])").first().getAttribute("datetime")) ?? "");

describe("the waiting period of a backup token", () => {
  let console: Console;
  beforeAll(async () => {
    console = await aConsole("globex");
    await setTenant(console.demo, {}, Date.now() - 400 * DAY_MS);
  });
  afterAll(() => console?.close());

  /** Their password was changed so long ago. */
  const changePassword = (userId: number, agoMs: number) =>
    queryPostgres(
      console.demo.cloud.services.postgres.url("globex"),
      `update user_passwords set created_at = now() - interval '${agoMs} milliseconds', updated_at = now() where user_id = ${userId}`,
    );

  it("is told before and after the token is made, with its end and a countdown", async () => {
    const hugo = console.someone("second administrator");
    await changePassword(hugo.userId, 60_000);
    const { page } = await console.signedIn(hugo);
    await page.getByRole("button", { name: "+ Backup token" }).click();
    const dialog = page.getByRole("dialog", { name: "New backup token" });
    await dialog.getByText("New tokens wait when a password was changed recently").waitFor();
    const promised = await countedTo(page);
    expect(promised - Date.now()).toBeGreaterThan(DAY_MS - 60_000);
    await dialog.getByRole("timer").getByText("(in 23 hours 59 minutes)").waitFor();
    await lookAt(page, "token-create-waiting");

    await page.getByLabel("Type create to confirm").fill("create");
    await prove(page, hugo);
    await page.getByRole("button", { name: "Make backup token" }).click();
    await page.getByText("It is not shown again").waitFor();
    await page.getByRole("dialog").getByText("It can be used from").waitFor();
    expect(Math.abs((await countedTo(page)) - promised)).toBeLessThan(60_000);
    await lookAt(page, "token-made-waiting");
    await page.getByRole("button", { name: "I have stored it" }).click();

    // Where one would ask for a backup, and on its own page.
    await page.getByText("Until then there is nothing to do here.").waitFor();
    expect(await page.getByRole("button", { name: "Request backup" }).count()).toBe(0);
    await lookAt(page, "request-waiting");
    await page.getByRole("link", { name: "Backup token" }).click();
    await page.getByText("Your backup token can be used from").waitFor();
    expect(Math.abs((await countedTo(page)) - promised)).toBeLessThan(60_000);
    await lookAt(page, "token-waiting");
  });

  it("ends by itself on a page that is open, and a backup can be asked for", async () => {
    const ilse = console.someone("backup role");
    await setTenant(console.demo, { backupInitialWaitingPeriodMs: 6000 }, Date.now() - DAY_MS);
    await changePassword(ilse.userId, 0);
    const { page } = await console.signedIn(ilse);
    const token = await makeToken(page, ilse);
    await page.getByText("Until then there is nothing to do here.").waitFor();
    await page
      .getByRole("timer")
      .getByText(/\(in \d seconds?\)/u)
      .waitFor();

    await page.getByLabel("Backup token", { exact: true }).fill(token);
    await page.getByRole("button", { name: "Request backup" }).click();
    await page.getByText("Your backup is ready").waitFor();
    expect(await addressInMail(console.demo, ilse.mail, "Backup ready")).toContain(console.origin);
  });
});
