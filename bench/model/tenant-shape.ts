/** What the price of a tenant's backup depends on. */
export interface TenantShape {
  readonly attachments: number;
  readonly attachmentBytes: number;
  /** Of these, the ones large enough for parts of their own, which the store copies. */
  readonly bigAttachments: number;
  readonly bigBytes: number;
  /** As it goes into the archive. */
  readonly dumpBytes: number;
  /** What changed since the archive before this one; absent where there is none. */
  readonly changed?: {
    readonly added: number;
    readonly addedBytes: number;
    readonly deleted: number;
  };
}

const MiB = 1024 ** 2;
const TiB = 1024 ** 4;
/**
 * The bench's tenants: 29 % of the attachments' bytes in files of 100 MiB, the others 10 KiB – 2 MiB. More than 2 TiB of
 * that kind would be more files than one archive takes: who has so much has videos and plans.
 */
const bigShareOf = (bytes: number): number => (bytes > 2 * TiB ? 0.9 : 0.29);
const bigFileBytes = 100 * MiB;
const ordinaryFileBytes = 0.374 * MiB;
/** Of all bytes, the database as a plain dump, and what compression leaves of that. */
const databaseShare = 0.1;
const dumpRatio = 0.2;

/** A tenant of so many bytes, made like those of the bench but with a tenth of it in the database. */
export function shapeOf(bytes: number): TenantShape {
  const attachmentBytes = bytes * (1 - databaseShare);
  const bigAttachments = Math.round((attachmentBytes * bigShareOf(bytes)) / bigFileBytes);
  const bigBytes = bigAttachments * bigFileBytes;
  const ordinary = Math.round((attachmentBytes - bigBytes) / ordinaryFileBytes);
  return {
    attachments: ordinary + bigAttachments,
    attachmentBytes,
    bigAttachments,
    bigBytes,
    dumpBytes: bytes * databaseShare * dumpRatio,
  };
}

/** The same tenant a day later: one file in a hundred is new, a quarter as many are gone. */
export function aDayLater(shape: TenantShape): TenantShape {
  const ordinary = shape.attachments - shape.bigAttachments;
  const added = Math.round(ordinary / 100);
  const meanBytes = (shape.attachmentBytes - shape.bigBytes) / Math.max(1, ordinary);
  return { ...shape, changed: { added, addedBytes: added * meanBytes, deleted: Math.round(added / 4) } };
}
