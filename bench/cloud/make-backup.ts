import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { dynamoBackups } from "../../functions/adapters/dynamo/dynamo-backups.ts";
import { systemIds } from "../../functions/adapters/system/system-ids.ts";
import { SYSTEM_ORIGIN } from "../../functions/domain/audit/audit-log.ts";
import { type ArchiveFacts, type Backup, type DumpFacts, isEnded } from "../../functions/domain/backup/backup.ts";
import { workOf } from "../../functions/domain/outbox.ts";
import { requestCount } from "../model/s3-classes.ts";
import { ASKER, TOKEN_ID } from "./register-bench-tenant.ts";
import type { BenchCloud, S3Counts } from "./start-cloud.ts";

/** Milliseconds from the accepted request until each was done. */
interface Stages {
  readonly dumped: number;
  readonly laidOut: number;
  readonly packed: number;
  readonly ready: number;
}

export interface MadeBackup {
  readonly archive: ArchiveFacts;
  readonly dump: DumpFacts;
  readonly parts: number;
  readonly stages: Stages;
  /** Between the first request of this backup and its last. */
  readonly s3: S3Counts;
  readonly invocations: number;
  readonly otherRequests: { readonly dynamo: number; readonly sqs: number; readonly keys: number };
  readonly memoryMegabytes: number;
}

const lookMs = 20;
const limitMs = 10 * 60_000;

/**
 * One backup by the production worker: its bundle in a sandbox of its own, as the template has it, one at a time, fed
 * from its queue. The process is new, and is gone at the end. Throws when the backup fails.
 */
export async function makeBackup(cloud: BenchCloud, tenantId: string): Promise<MadeBackup> {
  const backups = dynamoBackups(cloud.table);
  const [s3Before, stateBefore] = [await cloud.countS3(), await cloud.countState()];
  const { worker } = cloud;
  const invocationsBefore = worker.invocationCount;
  try {
    const started = performance.now();
    const backupId = await ask(cloud, tenantId);
    const seen = await follow(() => backups.find(tenantId, backupId), started, worker.spec.logFile);
    const [s3After, stateAfter] = [await cloud.countS3(), await cloud.countState()];
    const more = (service: "dynamo" | "sqs" | "keys") =>
      requestCount(stateAfter[service]) - requestCount(stateBefore[service]);
    return {
      ...seen.facts,
      stages: seen.stages,
      s3: difference(s3After, s3Before),
      invocations: worker.invocationCount - invocationsBefore,
      // What was asked here in order to follow is not of the backup.
      otherRequests: { dynamo: more("dynamo") - seen.looks - 1, sqs: more("sqs"), keys: more("keys") },
      memoryMegabytes: worker.spec.memoryMegabytes,
    };
  } finally {
    while (worker.activeCount > 0) await pause(lookMs);
    await worker.kill();
  }
}

async function ask(cloud: BenchCloud, tenantId: string): Promise<string> {
  const ids = systemIds();
  const at = Date.now();
  const backupId = ids.uuid();
  const outcome = await dynamoBackups(cloud.table).accept({
    backup: {
      tenantId,
      backupId,
      state: "queued",
      requestedAt: at,
      requestedBy: ASKER,
      title: "Acme Bau GmbH",
      wantsAttachments: true,
      generation: 0,
    },
    token: { userId: ASKER.userId, tokenId: TOKEN_ID },
    day: new Date(at).toISOString().slice(0, 10),
    dailyLimit: 1000,
    events: [workOf(ids, at, { tenantId, backupId, step: "dump", generation: 0 })],
    fact: {
      factId: randomUUID(),
      tenantId,
      at,
      what: "backup.requested",
      actor: { kind: "system" },
      origin: SYSTEM_ORIGIN,
      details: { backupId },
    },
  });
  if (outcome.outcome !== "accepted") throw new Error(`The backup was refused: ${outcome.why}.`);
  return backupId;
}

async function follow(look: () => Promise<Backup | undefined>, started: number, log: string) {
  const times: { dumped?: number; laidOut?: number; packed?: number } = {};
  for (let looks = 1; ; looks += 1) {
    const backup = await look();
    const now = performance.now() - started;
    if (backup?.dump) times.dumped ??= now;
    if (backup?.layout) times.laidOut ??= now;
    if (backup?.state === "sealing") times.packed ??= now;
    if (backup && isEnded(backup)) {
      const { archive, dump, layout, state, failure } = backup;
      if (!archive || !dump || !layout) throw new Error(`The backup ended as ${state}: ${failure}; see ${log}.`);
      const { dumped = now, laidOut = now, packed = now } = times;
      return { looks, stages: { dumped, laidOut, packed, ready: now }, facts: { archive, dump, parts: layout.parts } };
    }
    if (now > limitMs) throw new Error(`The backup did not end within ${limitMs / 60_000} minutes; see ${log}.`);
    await pause(lookMs);
  }
}

function difference(after: S3Counts, before: S3Counts): S3Counts {
  const requests = Object.entries(after.requests)
    .map(([operation, count]) => [operation, count - (before.requests[operation] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return {
    requests: Object.fromEntries(requests),
    bytesIn: after.bytesIn - before.bytesIn,
    bytesOut: after.bytesOut - before.bytesOut,
  };
}
