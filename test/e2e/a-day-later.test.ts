import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinIdentityProvider } from "../../infra/local/demo/join-identity-provider.ts";
import type { LocalIdentityProvider } from "../../infra/local/identity-provider/start-identity-provider.ts";
import { createAuthenticator } from "../../infra/local/tour/authenticator.ts";
import { aConsole, addressInMail, type Console, lookAt, makeToken, type Someone } from "../support/a-console.ts";
import { queryPostgres } from "../support/postgres-query.ts";

/** Of an authenticator that Maya sets up; base32. */
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

describe("somebody whose identity provider cannot ask anew", () => {
  let console: Console;
  let provider: LocalIdentityProvider;
  let hugo: Someone;
  let page: Page;
  let admins: Page;
  let backup: string;
  beforeAll(async () => {
    console = await aConsole("globex");
    provider = await joinIdentityProvider(console.demo.cloud, console.demo.tenant, { canStepUp: false });
    hugo = console.someone("second administrator");
    ({ page: admins } = await console.signedIn(hugo));
    await admins.getByLabel("Backup token", { exact: true }).waitFor({ state: "hidden" });
    const token = await makeToken(admins, hugo);
    await admins.getByLabel("Backup token", { exact: true }).fill(token);
    await admins.getByRole("button", { name: "Request backup" }).click();
    await admins.getByText("Your backup is ready").waitFor();
    backup = new URL(await addressInMail(console.demo, hugo.mail, "Backup ready")).pathname;
    await inOpenProject(`update users set admin = true where id = ${console.someone("single sign-on").userId}`);

    ({ page } = await console.page());
    await page.goto(console.origin + backup);
    await page.getByRole("button", { name: "Single sign-on" }).click();
    await page.getByRole("button", { name: "Maya Novák (maya.novak)" }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
  });
  afterAll(async () => {
    await provider?.close();
    await console?.close();
  });

  const inOpenProject = (query: string) => queryPostgres(console.demo.cloud.services.postgres.url("globex"), query);

  it("asks for a download, which opens a day later", async () => {
    await page.getByRole("button", { name: "Download" }).click();
    await page.getByRole("dialog").getByText("It works a day later").waitFor();
    await lookAt(page, "download-a-day-later");
    await page.getByRole("dialog").getByRole("button", { name: "Ask for the download" }).click();
    await page
      .getByRole("timer")
      .getByText(/\(in (23 hours 59 minutes|1 day)\)/u)
      .waitFor();
    await lookAt(page, "download-asked-for");
    expect(await page.getByRole("dialog").getByRole("button").allTextContents()).toEqual(["Close"]);
    await page.getByRole("button", { name: "Close" }).click();
  });

  it("is stopped by an administrator, where the mail to all of them leads", async () => {
    await admins.goto(await addressInMail(console.demo, hugo.mail, "opens in a day"));
    await admins.getByRole("heading", { name: "A download that opens later" }).waitFor();
    await admins.getByText("maya.novak").waitFor();
    await lookAt(admins, "opening");
    await admins.getByRole("button", { name: "Stop this download" }).click();
    await admins.getByText("Stopped: it does not open any more.").waitFor();
    await lookAt(admins, "opening-stopped");
    await admins.reload();
    await admins.getByText("does not wait any more").waitFor();
    expect(await admins.getByRole("button", { name: "Try again" }).count()).toBe(0);
    await lookAt(admins, "opening-gone");
  });

  it("makes a backup token that can be used a day later", async () => {
    await page.goto(`${console.origin}/token`);
    await page.getByRole("button", { name: "+ Backup token" }).click();
    await page.getByRole("dialog").getByText("It can be used from").waitFor();
    await lookAt(page, "token-create-a-day-later");
    await page.getByLabel("Type create to confirm").fill("create");
    await page.getByRole("button", { name: "Make backup token" }).click();
    await page.getByRole("button", { name: "I have stored it" }).click();
    await page.getByText("Your backup token can be used from").waitFor();
    expect(await page.getByRole("timer").textContent()).toMatch(/\(in (23 hours 59 minutes|1 day)\)/u);
  });

  it("cannot do at once what cannot wait, and is told so before trying", async () => {
    await page.goto(console.origin + backup);
    await page.getByRole("button", { name: "Delete …" }).click();
    await page.getByText("your identity provider does not ask anew").waitFor();
    expect(await page.getByRole("button", { name: "Delete backup" }).count()).toBe(0);
    await lookAt(page, "delete-impossible");
    await page.keyboard.press("Escape");
  });

  it("confirms by the code alone, once an authenticator is older than a day", async () => {
    const { userId } = console.someone("single sign-on");
    await inOpenProject(
      `insert into two_factor_authentication_devices (type, "default", active, channel, identifier, otp_secret, user_id, created_at, updated_at)
       values ('TwoFactorAuthentication::Device::Totp', true, true, 'totp', 'Phone', '${SECRET}', ${userId}, now() - interval '2 days', now())`,
    );
    await page.goto(console.origin);
    // Another second factor ends the sessions there were.
    await page.getByRole("button", { name: "Single sign-on" }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await page.goto(console.origin + backup);
    await page.getByRole("button", { name: "Download" }).click();
    await page.getByLabel("Code", { exact: true }).waitFor();
    expect(await page.getByLabel("Password", { exact: true }).count()).toBe(0);
    await lookAt(page, "download-by-code");
    await page.getByLabel("Code", { exact: true }).fill(await createAuthenticator(SECRET).code());
    const started = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
    expect((await started).suggestedFilename()).toMatch(/\.zip$/u);
    await page.getByText("The download has begun").waitFor();
    await lookAt(page, "download-begun");
  });
});
