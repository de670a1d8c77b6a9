import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import * as z from "zod";
import { tenantKey } from "../../functions/adapters/dynamo/keys.ts";
import type { TenantSettings } from "../../functions/domain/tenant/tenant.ts";
import type { DemoPerson } from "../../infra/local/seed/demo-person.ts";
import type { DemoTenantId } from "../../infra/local/seed/demo-tenant.ts";
import { type Authenticator, createAuthenticator } from "../../infra/local/tour/authenticator.ts";
import { aBrowser, aPage, findBarriers, overflowOf } from "./a-browser.ts";
import { aDemoCloud, type DemoCloud, until } from "./a-demo-cloud.ts";

const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

/** For what a page shows in a moment, on a machine that does much else. Milliseconds. */
export const IN_A_MOMENT = { timeout: 60_000, interval: 100 };

/**
 * A folder; when it is set, each view that a test looks at is kept there as a picture, at a desk and on a phone. `docs`:
 * those alone that the README shows are made anew.
 */
const PICTURES = process.env["COFFER_PICTURES"];
const SHOWN = join(import.meta.dirname, "../../docs/pictures");

/** As it is at a desk and on a phone: nobody is kept out, and nothing sticks out. `name`: of the view, for its pictures. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const [device, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    await keepPicture(page, `${name}-${device}.png`);
    expect([name, device, await overflowOf(page)]).toEqual([name, device, 0]);
    expect([name, device, await findBarriers(page)]).toEqual([name, device, []]);
  }
  await page.setViewportSize(SIZES.desk);
}

async function keepPicture(page: Page, file: string): Promise<void> {
  if (PICTURES === undefined || (PICTURES === "docs" && !existsSync(join(SHOWN, file)))) return;
  const folder = PICTURES === "docs" ? SHOWN : PICTURES;
  mkdirSync(folder, { recursive: true });
  // A dialog is in front of what is to be seen, and no further.
  const fullPage = (await page.locator("dialog").count()) === 0;
  await page.screenshot({ path: join(folder, file), fullPage });
}

/** Somebody of the demo, with their authenticator app where they have one. */
export interface Someone extends DemoPerson {
  readonly authenticator: Authenticator | undefined;
}

/** The whole system with one demo tenant, and a browser in front of it. */
export async function aConsole(tenant: DemoTenantId) {
  const [demo, browser] = await Promise.all([aDemoCloud(tenant), aBrowser()]);
  const people = new Map<string, Someone>();
  return {
    demo,
    browser,
    origin: demo.cloud.origin(demo.tenant.domainName),
    /** The same for each call: an authenticator gives no code twice. */
    someone(persona: DemoPerson["persona"]): Someone {
      const found = demo.tenant.people.find((person) => person.persona === persona);
      if (!found) throw new Error(`nobody is here as ${persona}`);
      const known = people.get(persona) ?? {
        ...found,
        authenticator: found.totpSecret === undefined ? undefined : createAuthenticator(found.totpSecret),
      };
      people.set(persona, known);
      return known;
    },
    page: (options?: BrowserContextOptions) => aPage(browser, options),
    /** A page at the console's address, with this person signed in. */
    async signedIn(person: Someone, path = "/") {
      const opened = await aPage(browser);
      await opened.page.goto(`${this.origin}${path}`);
      await signIn(opened.page, person);
      return opened;
    },
    async close() {
      await browser.close();
      await demo.close();
    },
  };
}

export type Console = Awaited<ReturnType<typeof aConsole>>;

/** Types password and code, the code last: it does not live long. */
export async function prove(page: Page, person: Someone): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill(person.password ?? "");
  if (person.authenticator) await page.getByLabel("Code", { exact: true }).fill(await person.authenticator.code());
}

export async function signIn(page: Page, person: Someone): Promise<void> {
  await page.getByLabel("Login").fill(person.login);
  const signedIn = page.getByRole("button", { name: "Sign out" });
  // The first code is of the half minute before, and may be over by the time it arrives; the next one then is not.
  for (let tries = 0; tries < 2 && !(await signedIn.isVisible()); tries += 1) {
    await prove(page, person);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await signedIn.or(page.getByRole("alert")).waitFor();
  }
  await signedIn.waitFor();
}

/** Makes a backup token as this person does it, and puts it where a backup is asked for. */
export async function makeToken(page: Page, person: Someone): Promise<string> {
  await page.getByRole("button", { name: "+ Backup token" }).click();
  await page.getByLabel("Type create to confirm").fill("create");
  await prove(page, person);
  await page.getByRole("button", { name: "Make backup token" }).click();
  const token = await page.getByRole("dialog").getByLabel("Backup token", { exact: true }).inputValue();
  await page.getByRole("button", { name: "I have stored it" }).click();
  return token;
}

/** The address that the newest mail with this subject tells this reader. */
export async function addressInMail(demo: DemoCloud, reader: string, subject: string): Promise<string> {
  const mail = await until(`the mail “${subject}”`, async () =>
    (await demo.cloud.services.mailbox.inbox()).findLast(
      (each) => each.subject.includes(subject) && each.destination.to.includes(reader),
    ),
  );
  const [address] = /http:\S+\/backups\/[\w/-]+/.exec(mail.body.text ?? "") ?? [];
  if (address === undefined) throw new Error("The mail tells no address.");
  return address;
}

/** What the operator would change of the tenant; `registeredAt`, which nobody can, for a tenant that is no longer new. */
export async function setTenant(
  { cloud, tenant }: DemoCloud,
  settings: Partial<TenantSettings>,
  registeredAt = Date.now(),
): Promise<void> {
  const records = DynamoDBDocumentClient.from(cloud.services.clients.dynamo);
  const table = z.string().parse(cloud.functions["sessions"]?.spec.environment["COFFER_TABLE"]);
  for (const [name, value] of Object.entries({ ...settings, registeredAt })) {
    const path = name === "registeredAt" ? "#name" : "settings.#name";
    await records.send(
      new UpdateCommand({
        TableName: table,
        Key: tenantKey(tenant.tenantId),
        UpdateExpression: `SET ${path} = :value`,
        ExpressionAttributeNames: { "#name": name },
        ExpressionAttributeValues: { ":value": value },
      }),
    );
  }
}
