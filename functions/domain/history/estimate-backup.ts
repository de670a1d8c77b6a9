import type { DumpFacts } from "../backup/backup.ts";
import { expectedDumpMs, FUNCTION_DUMP_MS } from "../backup/dump-time.ts";
import type { Clock } from "../ports.ts";
import type { TenantSize, TenantSizes } from "../source/tenant-sizes.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { BackupHistory } from "./backup-history.ts";
import { MAKING_SECONDS_MIN, type Pace, tenantPace } from "./tenant-pace.ts";

export interface EstimateDeps {
  readonly sizes: TenantSizes;
  readonly history: BackupHistory;
  readonly clock: Clock;
}

export interface BackupEstimate {
  readonly size: TenantSize;
  /** Why attachments would not be in it. */
  readonly attachmentsLeftOut?: DumpFacts["attachmentsLeftOut"];
  readonly archiveBytes: number;
  /** Of the database's dump alone. */
  readonly dumpSeconds: number;
  /** A backup would fail for it with `dump-too-long`. */
  readonly isDumpTooLong: boolean;
  readonly seconds: number;
  /** On how many of the tenant's own backups this rests; 0: on none, it is a guess. */
  readonly basedOn: number;
}

/** A dump leaves out indexes and is compressed. */
const DUMP_PER_DATABASE_BYTE = 0.25;

/** What a backup would hold, and how long it would take, if it were asked for now. Nothing is reserved by it. */
export const estimateBackup = async (
  deps: EstimateDeps,
  tenant: Tenant,
  wantsAttachments: boolean,
): Promise<BackupEstimate> => {
  const [size, pace] = await Promise.all([deps.sizes.look(tenant), tenantPace(deps, tenant.tenantId)]);
  const leftOut = whyLeftOut(tenant, wantsAttachments, size.attachments.bytes);
  const dumpBytes = pace.dumpBytes ?? Math.round(size.databaseBytes * DUMP_PER_DATABASE_BYTE);
  const archiveBytes = dumpBytes + (leftOut ? 0 : size.attachments.bytes);
  const dumpMs = expectedDumpMs(size.databaseBytes, pace.dumps, deps.clock.now());
  const dumpSeconds = Math.ceil(dumpMs / 1000);
  return {
    size,
    ...(leftOut ? { attachmentsLeftOut: leftOut } : {}),
    archiveBytes,
    dumpSeconds,
    isDumpTooLong: dumpMs > FUNCTION_DUMP_MS,
    seconds: Math.max(dumpSeconds, secondsFor(archiveBytes, pace)),
    basedOn: pace.backups,
  };
};

const secondsFor = (bytes: number, { bytesPerSecond }: Pace): number =>
  Math.ceil(Math.max(MAKING_SECONDS_MIN, bytes / bytesPerSecond));

function whyLeftOut(
  { settings }: Tenant,
  wantsAttachments: boolean,
  bytes: number,
): DumpFacts["attachmentsLeftOut"] | undefined {
  if (!wantsAttachments) return "not-asked";
  if (!settings.backupIncludeAttachments) return "switched-off";
  const limitMb = settings.backupAttachmentSizeMaxSumMb;
  return limitMb > 0 && bytes > limitMb * 1024 ** 2 ? "over-size-limit" : undefined;
}
