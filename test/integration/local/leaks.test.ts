import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SESClient } from "@aws-sdk/client-ses";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sesMailer } from "../../../functions/adapters/ses/ses-mailer.ts";
import { startToyCloud, type ToyCloud } from "../../support/local-toy-cloud.ts";
import { logsIn, mailsOf, type SecretWatch, watchSecrets } from "../../support/watch-secrets.ts";

const PASSWORD = "kettle-Ünder-linden/77";
const KEY = "5f03a9c7".repeat(8);

let toy: ToyCloud;
let watch: SecretWatch;
beforeAll(async () => {
  watch = watchSecrets();
  toy = await startToyCloud();
});
afterAll(async () => {
  watch.stop();
  await toy[Symbol.asyncDispose]();
});

const logs = () => join(toy.directory, "data/logs");
const found = async () => watch.leaks([...(await mailsOf(toy.cloud.services.mailbox)), ...logsIn(logs())]);

test("a secret that nobody wrote down is nowhere, whoever used it", async () => {
  await toy.ask("GET", "/things/process", { headers: { authorization: `Basic ${btoa(`apikey:${KEY}`)}` } });
  expect(await found()).toEqual([]);
});

test("a password that a function puts into a message is found there", async () => {
  await toy.ask("POST", "/things", { body: JSON.stringify({ password: PASSWORD }) });
  expect(await found()).toEqual([expect.stringContaining(`a message holds “${PASSWORD}”`)]);
});

test("a secret is found in a row, a log and a mail, whatever it is written in", async () => {
  const { services } = toy.cloud;
  const { TableNames = [] } = await services.clients.dynamo.send(new ListTablesCommand({}));
  const S = btoa(`x:${KEY}`);
  await services.clients.dynamo.send(
    new PutItemCommand({ TableName: TableNames[0], Item: { pk: { S: "a" }, held: { S } } }),
  );
  appendFileSync(join(logs(), "api.log"), `${Buffer.from(KEY).toString("hex")}\n`);
  const client = new SESClient({
    endpoint: services.mailbox.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const mail = {
    from: "b@acme.example",
    to: "a@acme.example",
    subject: "x",
    text: `?p=${encodeURIComponent(PASSWORD)}`,
    html: "<p>x</p>",
  };
  await sesMailer({ client }).send(mail);

  const leaks = (await found()).join("\n");
  for (const place of [`a row holds “${KEY}”`, `the log api.log holds “${KEY}”`, `a mail holds “${PASSWORD}”`]) {
    expect(leaks).toContain(place);
  }
});
