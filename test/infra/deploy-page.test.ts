import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import { decodeTenant, encodeDomain, encodeTenant } from "../../functions/adapters/dynamo/tenant-row.ts";
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

test("the registration on the page is one that functions read", () => {
  const [tenantRow, domainRow] = JSON.parse(example("TableName")).map(
    ({ Put }: { Put: { Item: Parameters<typeof unmarshall>[0] } }) => unmarshall(Put.Item),
  );
  const tenant = decodeTenant(tenantRow);
  expect(tenantRow).toEqual(encodeTenant(tenant));
  expect(domainRow).toEqual(encodeDomain(tenant));
});
