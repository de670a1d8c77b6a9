import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinIdentityProvider } from "../../infra/local/demo/join-identity-provider.ts";
import type { LocalIdentityProvider } from "../../infra/local/identity-provider/start-identity-provider.ts";
import { checkArchive } from "../../infra/local/tour/check-archive.ts";
import { aConsole, addressInMail, type Console, lookAt, setTenant } from "../support/a-console.ts";

const MAYA = "Maya Novák (maya.novak)";

describe("somebody who signs in by an identity provider", () => {
  let console: Console;
  let provider: LocalIdentityProvider;
  let page: Page;
  let asked: readonly URL[];
  const folder = mkdtempSync(join(tmpdir(), "coffer-sso-"));
  beforeAll(async () => {
    console = await aConsole("globex");
    provider = await joinIdentityProvider(console.demo.cloud, console.demo.tenant);
    await setTenant(console.demo, { backupInitialWaitingPeriodMs: 1000 }, 0);
    ({ page, asked } = await console.page());
  });
  afterAll(async () => {
    await provider?.close();
    await console?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("who is nobody there is told so, and can start again", async () => {
    await page.goto(console.origin);
    const begin = page.getByRole("button", { name: "Single sign-on" });
    await begin.waitFor();
    await lookAt(page, "sign-in-with-provider");
    await begin.click();
    await page.getByRole("button", { name: "Sign in as nobody" }).click();
    await page.getByText("The single sign-on did not work").waitFor();
    // What the provider sent along does not stay in the address.
    expect(new URL(page.url()).search).toBe("");
    await lookAt(page, "single-sign-on-refused");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: MAYA }).waitFor();
  });

  it("is signed in where they wanted to be", async () => {
    await page.goto(`${console.origin}/token`);
    await page.getByRole("button", { name: "Single sign-on" }).click();
    await page.getByRole("button", { name: MAYA }).click();
    await page.getByText("You have no backup token yet.").waitFor();
    expect(new URL(page.url()).pathname).toBe("/token");
  });

  it("makes a backup token after the provider asked anew, and lands in the same dialog", async () => {
    await page.getByRole("button", { name: "+ Backup token" }).click();
    await page.getByRole("dialog").getByText("Confirm at your identity provider").waitFor();
    await lookAt(page, "token-create-at-provider");
    await page.getByRole("button", { name: "Confirm at the identity provider" }).click();
    // It asks although they are signed in there.
    await page.getByRole("button", { name: MAYA }).click();
    await page.getByRole("dialog").getByText("You confirmed at your identity provider.").waitFor();
    expect(new URL(page.url()).hash).toBe("");
    await lookAt(page, "token-create-confirmed");
    await page.keyboard.type("create");
    await page.keyboard.press("Enter");
    const field = page.getByRole("dialog").getByLabel("Backup token", { exact: true });
    const token = await field.inputValue();
    await page.getByRole("button", { name: "I have stored it" }).click();

    await page.getByRole("link", { name: "Backups", exact: true }).click();
    await page.getByLabel("Backup token", { exact: true }).fill(token);
    await page.getByRole("button", { name: "Request backup" }).click();
    await page.getByText("Your backup is ready").waitFor();
  });

  it("downloads from the mail, after the provider asked anew", async () => {
    const maya = console.someone("single sign-on");
    await page.goto(await addressInMail(console.demo, maya.mail, "Backup ready"));
    await page.getByRole("button", { name: "Download" }).click();
    await page.getByRole("button", { name: "Confirm at the identity provider" }).click();
    await page.getByRole("button", { name: MAYA }).click();
    await page.getByText("You confirmed at your identity provider.").waitFor();
    const started = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
    const file = join(folder, "backup.zip");
    await (await started).saveAs(file);
    expect((await checkArchive(file)).attachmentCount).toBeGreaterThan(0);

    const { host } = new URL(provider.issuer);
    const others = asked.filter(
      (url) => url.origin !== console.origin && url.host !== host && url.protocol !== "data:",
    );
    expect(others.map(({ pathname }) => pathname)).toEqual([expect.stringMatching(/\/archive\.zip$/u)]);
  });

  it("confirms nothing as somebody else, and the mark in the address alone proves nothing", async () => {
    await page.goto(`${console.origin}/token#confirmed-token`);
    await page.reload();
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByRole("button", { name: "Confirm at the identity provider" }).click();
    await page.getByRole("button", { name: "Sign in as nobody" }).click();
    await page.getByText("The single sign-on did not work").waitFor();
    await page.getByRole("link", { name: "To your backups" }).click();
    await page.goto(`${console.origin}/token#confirmed-token`);
    await page.getByLabel("Type reset to confirm").fill("reset");
    await page.getByRole("button", { name: "Reset backup token" }).click();
    await page.getByRole("alert").getByText("Start it again").waitFor();
    // They are still signed in: it was the proof that was refused.
    expect(await page.getByRole("button", { name: "Sign out" }).count()).toBe(1);
  });
});
