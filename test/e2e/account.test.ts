import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../infra/local/tour/ask.ts";
import { aConsole, type Console, IN_A_MOMENT, lookAt, prove, setTenant } from "../support/a-console.ts";

describe("one's sign-ins", () => {
  let console: Console;
  beforeAll(async () => {
    console = await aConsole("globex");
  });
  afterAll(() => console?.close());

  it("are listed, and all others end after a proof", async () => {
    const hugo = console.someone("second administrator");
    const [here, elsewhere] = [await console.signedIn(hugo), await console.signedIn(hugo)];
    const { page } = here;
    await page.getByRole("link", { name: "Hugo Iversen" }).click();
    await expect.poll(() => page.getByRole("rowheader").count(), IN_A_MOMENT).toBe(2);
    expect(await page.getByText("This browser").count()).toBe(1);
    await lookAt(page, "account");

    await page.getByRole("button", { name: "End the others" }).press("Enter");
    await page.getByRole("dialog", { name: "End all other sessions?" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.evaluate("document.activeElement.textContent"), IN_A_MOMENT).toBe("End the others");
    await page.keyboard.press("Enter");
    await prove(page, hugo);
    await page.keyboard.press("Enter");
    await page.getByText("All others are ended").waitFor();
    await expect.poll(() => page.getByRole("rowheader").count(), IN_A_MOMENT).toBe(1);
    // What opened the dialog is gone with the others: reading goes on at the heading.
    await expect.poll(() => page.evaluate("document.activeElement.tagName"), IN_A_MOMENT).toBe("H1");

    await elsewhere.page.getByRole("link", { name: "Backup token" }).click();
    await elsewhere.page.getByText("You are not signed in any more").waitFor();
  });

  it("can be given back to somebody whose password was disabled, by another administrator", async () => {
    await setTenant(console.demo, { failuresInARow: 3 });
    const katja = console.someone("ordinary");
    for (let tries = 0; tries < 3; tries += 1) {
      await ask({
        method: "POST",
        url: `${console.origin}/api/v3/sessions`,
        headers: { "content-type": "application/json", "x-requested-with": "Coffer" },
        body: JSON.stringify({ login: katja.login, password: "not this one" }),
      });
    }
    const grace = console.someone("administrator");
    const { page } = await console.signedIn(grace);
    // Whoever signs in is told.
    await page.getByRole("region", { name: "New since you last looked" }).getByText("Password disabled").waitFor();
    await page.getByRole("link", { name: "Grace Holloway" }).click();
    await page.getByRole("row", { name: katja.login }).waitFor();
    await lookAt(page, "passwords-disabled");
    await page.getByRole("button", { name: `Enable again: ${katja.login}` }).click();
    await prove(page, grace);
    await lookAt(page, "password-enable");
    await page.getByRole("dialog").getByRole("button", { name: "Enable again" }).click();
    await page.getByText(`${katja.login} can sign in again.`).waitFor();
    await page.getByText("None.").waitFor();
    const { page: theirs } = await console.signedIn(katja);
    expect(await theirs.getByText("You may see this page, but not make backups.").count()).toBe(1);
  });
});
