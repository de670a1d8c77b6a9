import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProgram } from "../../cli/program.ts";
import { readSettings } from "../../infra/settings.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/deploy.md"), "utf8");
const blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, block = ""]) => block);

/** The example on the page that names this member. */
const example = (member: string): string => {
  const found = blocks.find((block) => block.includes(`"${member}"`));
  if (found === undefined) throw new Error(`No example has a member ${member}`);
  return found;
};

test("the settings on the page are settings, and others are refused by name", () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-settings-"));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  expect(readSettings(write("page.json", example("domainNames")))).toMatchObject({
    mail: { from: "backups@example.com" },
    attachmentBuckets: [{ bucket: "acme-openproject-files", prefix: "" }],
    isChallengeSent: true,
  });
  expect(() => readSettings(write("typo.json", '{ "atachmentBuckets": [] }'))).toThrow(/atachmentBuckets/);
});

test("the registration on the page is a command that there is, without a secret in it", () => {
  const [, command = ""] = /^coffer (tenants add .*)$/mu.exec(page) ?? [];
  const program = createProgram({ variables: {}, write: () => undefined, writeError: () => undefined });
  const add = program.commands
    .find((group) => group.name() === "tenants")
    ?.commands.find((one) => one.name() === "add");
  const known = add?.options.map(({ long }) => long) ?? [];
  const used = [...command.matchAll(/ (--[a-z-]+)/gu)].map(([, option = ""]) => option);
  expect(used.length).toBeGreaterThan(3);
  expect(known).toEqual(expect.arrayContaining(used));
  expect(command).not.toMatch(/postgres:|password/u);
});
