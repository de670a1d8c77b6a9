import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { type DemoCloud, until } from "./a-demo-cloud.ts";

/** Rows that a look or a refusal may write: the audit log with its chain, and what is counted. */
const BY_THE_WAY = /^(AUDIT|CHAIN|ATTEMPTS|STREAK|NOBODY|SESSION|CODE)#|^HEAD$/;

/** Every row of the table, as text, in a fixed order. */
async function allRows({ cloud }: DemoCloud): Promise<string[]> {
  const TableName = cloud.functions["backups"]?.spec.environment["COFFER_TABLE"];
  const rows: string[] = [];
  for await (const page of paginateScan(
    { client: cloud.services.clients.dynamo },
    { TableName, ConsistentRead: true },
  )) {
    rows.push(...(page.Items ?? []).map((item) => JSON.stringify(sorted(unmarshall(item)))));
  }
  return rows.toSorted();
}

/** What a refused request must leave as it is: all rows but those above, and all objects of our own. */
export async function lastingState(demo: DemoCloud): Promise<string[]> {
  const rows = (await allRows(demo)).filter((row) => !BY_THE_WAY.test(String(JSON.parse(row).sk)));
  return [
    ...rows,
    ...(await allObjects(demo, "COFFER_WORK_BUCKET")),
    ...(await allObjects(demo, "COFFER_ARCHIVE_BUCKET")),
  ];
}

/** Waits until nothing is under way: every event has left, and its mails were sent. */
export const untilQuiet = (demo: DemoCloud): Promise<true> =>
  until("quiet", async () => {
    const rows = (await allRows(demo)).map((row): Record<string, unknown> => JSON.parse(row));
    const isWaiting = rows.some(
      ({ sk, sentAt, dueKind }) => dueKind === "outbox" || (String(sk).startsWith("NOTICE#") && sentAt === undefined),
    );
    const begun = new Set(
      rows.map(({ sk }) => String(sk).split("#")).map(([kind, id]) => (kind === "NOTICE" ? id : "")),
    );
    const notices = rows.filter(({ event }) => String(event).includes('"kind":"notice"'));
    const areBegun = notices.every(({ sk }) => begun.has(String(sk).split("#")[1]));
    const { relay, notices: mails } = demo.cloud.functions;
    const isBusy = [relay, mails].some((each) => each === undefined || each.activeCount + each.waitingCount > 0);
    return isWaiting || !areBegun || isBusy ? undefined : true;
  });

async function allObjects({ cloud }: DemoCloud, variable: string): Promise<string[]> {
  const Bucket = cloud.functions["worker"]?.spec.environment[variable];
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: cloud.services.clients.s3 }, { Bucket })) {
    keys.push(...(page.Contents ?? []).map(({ Key, ETag }) => `${Key} ${ETag}`));
  }
  return keys;
}

export const allLogs = ({ directory }: DemoCloud): string =>
  readdirSync(join(directory, "logs"))
    .map((name) => readFileSync(join(directory, "logs", name), "utf8"))
    .join("\n");

/** Everything that is kept where a person could read it: rows, logs, mails. */
export async function allTraces(demo: DemoCloud): Promise<string> {
  const mails = JSON.stringify(await demo.cloud.services.mailbox.inbox());
  return [...(await allRows(demo)), allLogs(demo), mails].join("\n");
}

const sorted = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => a.localeCompare(b)));
