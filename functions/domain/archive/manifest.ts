import type { DumpEntry, SnapshotLine } from "./inventory.ts";
import type { TextSums } from "./running-sums.ts";

export const MANIFEST_PATH = "manifest.json";
export const SIGNATURE_PATH = "manifest.json.jws";

/** Version of the archive's format: docs/archive-format.md. */
const FORMAT_VERSION = 1;

/** What the archive says of the backup it came from. */
export interface BackupFacts {
  readonly tenantId: string;
  readonly title: string;
  readonly backupId: string;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
  readonly attachmentsLeftOut?: "not-asked" | "switched-off" | "over-size-limit";
}

/** What was counted when all parts were there. */
export interface ContentFacts {
  readonly snapshot: SnapshotLine;
  readonly dump: DumpEntry;
  /** The dump and the attachments. */
  readonly entries: number;
  readonly entryBytes: number;
  readonly missing: number;
  /** Attachments whose MD5 is another than recorded. */
  readonly digestsDiffering: number;
}

/** manifest.json: the same facts give the same bytes. The list of entries is bound to it by its SHA-256. */
export function renderManifest(backup: BackupFacts, content: ContentFacts, entriesList: TextSums): string {
  const { snapshot, dump } = content;
  const manifest = {
    formatVersion: FORMAT_VERSION,
    tenant: { id: backup.tenantId, title: backup.title },
    backup: {
      id: backup.backupId,
      requestedAt: new Date(backup.requestedAt).toISOString(),
      snapshotAt: new Date(snapshot.takenAt).toISOString(),
    },
    versions: {
      databaseServer: snapshot.serverVersion,
      dumpProgram: snapshot.dumpProgramVersion,
      ...(snapshot.schemaVersion === undefined ? {} : { databaseSchema: snapshot.schemaVersion }),
    },
    dump: { path: dump.path, bytes: dump.bytes, sha256: dump.sha256 },
    attachments: {
      count: content.entries - 1,
      bytes: content.entryBytes - dump.bytes,
      missing: content.missing,
      digestDiffers: content.digestsDiffering,
      ...(backup.attachmentsLeftOut ? { leftOut: backup.attachmentsLeftOut } : {}),
    },
    entriesList: { bytes: entriesList.bytes, sha256: entriesList.sha256 },
    rowCounts: Object.fromEntries(Object.entries(snapshot.rowCounts).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
