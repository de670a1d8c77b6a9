import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkArchive } from "../../infra/local/tour/check-archive.ts";
import { aConsole, addressInMail, type Console, lookAt, makeToken, prove } from "../support/a-console.ts";

describe("an installation that is going to be removed", () => {
  let console: Console;
  const folder = mkdtempSync(join(tmpdir(), "coffer-leaving-"));
  beforeAll(async () => {
    console = await aConsole("globex");
  });
  afterAll(async () => {
    await console?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const coffer = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, "../../cli/coffer.mjs"), ...args], {
      env: {
        ...process.env,
        COFFER_URL: `http://127.0.0.1:${console.demo.cloud.port}`,
        AWS_CONFIG_FILE: console.demo.cloud.staffProfiles,
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      },
    });

  it("tells every administrator, and gives out a code that opens its last backup without a sign-in", async () => {
    const hugo = console.someone("second administrator");
    const { page } = await console.signedIn(hugo);
    const token = await makeToken(page, hugo);
    await page.getByLabel("Backup token", { exact: true }).fill(token);
    await page.getByRole("button", { name: "Request backup" }).click();
    await page.getByText("Your backup is ready").waitFor();
    await page.getByRole("row", { name: "Ready" }).getByRole("link").click();
    await page.getByRole("button", { name: "Delete …" }).waitFor();
    expect(await page.getByRole("button", { name: "Collection code …" }).count()).toBe(0);

    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await coffer("--profile", "operator", "tenants", "remove", "globex", id, "--reason", "The contract ends");
    await page.goto(console.origin);
    await page.getByRole("heading", { name: "This installation is going to be removed here" }).waitFor();
    await lookAt(page, "leaving");
    await page.goto(await addressInMail(console.demo, hugo.mail, "will be removed"));
    await page.getByRole("button", { name: "Collection code …" }).click();
    await prove(page, hugo);
    await lookAt(page, "collection-code-confirm");
    await page.getByRole("button", { name: "Make a collection code" }).click();
    const field = page.getByRole("dialog").getByLabel("Collection code", { exact: true });
    const code = await field.inputValue();
    expect(code).toMatch(/^opbc_[\w-]{43}$/u);
    await lookAt(page, "collection-code");
    const commands = await page.getByRole("region", { name: "Commands to fetch" }).innerText();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "I have stored it" }).click();

    // As it stands there, with the code typed in.
    const shell = `set -e; curl() { command curl --silent --show-error --resolve '*:${console.demo.cloud.port}:127.0.0.1' "$@"; }\n`;
    const running = execFile("bash", ["-c", shell + commands], { cwd: folder });
    running.stdin?.end(`${code}\n`);
    const ended = await new Promise<number | null>((resolve) => running.on("close", resolve));
    expect(ended).toBe(0);
    expect((await checkArchive(join(folder, "backup.zip"))).names).toContain("openproject.pgdump");
  });
});
