import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aConsole, type Console, lookAt, setTenant } from "../support/a-console.ts";

describe("a wrong password", () => {
  let console: Console;
  beforeAll(async () => {
    console = await aConsole("globex");
  });
  afterAll(() => console?.close());

  it("is refused five times for a backup token, then there is a wait that the page names and counts down", async () => {
    const hugo = console.someone("second administrator");
    const { page } = await console.signedIn(hugo);
    await page.getByRole("button", { name: "+ Backup token" }).click();
    await page.getByLabel("Type create to confirm").fill("create");
    const password = page.getByLabel("Password", { exact: true });
    const make = page.getByRole("button", { name: "Make backup token" });
    await password.focus();
    for (let tries = 1; tries <= 5; tries += 1) {
      // What was wrong is marked after a refusal: the next one is typed over it.
      await page.keyboard.type(`not this one ${tries}`);
      expect(await password.inputValue()).toBe(`not this one ${tries}`);
      await page.keyboard.press("Enter");
      await page.getByText("Password or code is wrong. Nothing was changed.").waitFor();
      expect(await page.getByRole("timer").count()).toBe(0);
    }
    // Now the right one does not help either.
    await password.fill(hugo.password ?? "");
    await make.click();
    await page.getByText(/Too many tries.* You can try again at \d\d:\d\d:\d\d\./u).waitFor();
    await page
      .getByRole("timer")
      .getByText(/^\d+ seconds to go\.$/u)
      .waitFor();
    await page.getByRole("link", { name: "support@coffer.example" }).first().waitFor();
    await lookAt(page, "wrong-password-five-times");
  });

  it("is refused at the sign-in until a time that is named, for a known name and for an unknown one alike", async () => {
    await setTenant(console.demo, { signInTriesPerUser: 5 });
    const said: string[] = [];
    for (const login of ["katja.lorenz", "nobody.at-all"]) {
      const { page, context } = await console.page();
      await page.goto(console.origin);
      await page.getByLabel("Login").fill(login);
      const alert = page.getByRole("alert");
      for (let tries = 1; tries <= 6; tries += 1) {
        await page.getByLabel("Password", { exact: true }).fill(`not this one ${tries}`);
        await page.getByRole("button", { name: "Sign in", exact: true }).click();
        await alert.getByText(tries <= 5 ? "is wrong, or this account cannot" : "Too many tries").waitFor();
      }
      await page
        .getByRole("timer")
        .getByText(/^(29|30) minutes to go\.$/u)
        .waitFor();
      said.push((await alert.textContent())?.replace(/\d\d:\d\d/u, "hh:mm") ?? "");
      await lookAt(page, "sign-in-too-many-tries");
      await context.close();
    }
    expect(said[0]).toBe(said[1]);
    expect(said[0]).toContain("You can try again at hh:mm.");
  });
});
