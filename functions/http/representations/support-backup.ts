import * as z from "zod/mini";
import type { Backup } from "../../domain/backup/backup.ts";
import type { BackupActions } from "../../domain/history/backup-actions.ts";
import type { HandOut } from "../../domain/support/hand-outs.ts";
import { backupShape, renderBackup } from "./backup.ts";
import { staffLinkShape, staffPageShape, tenantPath } from "./support-tenant.ts";
import { isoTime, timeShape } from "./wire.ts";

const handOutShape = z.strictObject({
  openedAt: timeShape,
  endsAt: timeShape,
  by: z.string(),
  ticketNumber: z.string(),
});

/** A backup as the staff see it: facts, and nothing to follow to its bytes. */
export const supportBackupShape = z.extend(z.omit(backupShape, { _links: true, _embedded: true, retainedAs: true }), {
  tenant: z.string(),
  /** Asked for on the tenant's behalf, by this support person. */
  askedByStaff: z.nullable(z.string()),
  /** The hand-out that is open. */
  handOut: z.nullable(handOutShape),
  _links: z.strictObject({ self: staffLinkShape }),
});

export type SupportBackup = z.infer<typeof supportBackupShape>;

const NOTHING: BackupActions = {
  seeJobStatus: false,
  fetch: false,
  stepUp: false,
  seeFiles: false,
  annotate: false,
  cancel: false,
  delete: false,
  askSupport: false,
};

export const renderSupportBackup = (backup: Backup, handOut?: HandOut): SupportBackup => {
  const { _links: _, _embedded: __, retainedAs: ___, ...facts } = renderBackup(backup, NOTHING);
  return {
    ...facts,
    tenant: backup.tenantId,
    askedByStaff: backup.requestedBy.staffName ?? null,
    handOut: handOut ? renderHandOut(handOut) : null,
    _links: { self: { href: `${tenantPath(backup.tenantId)}/backups/${backup.backupId}` } },
  };
};

const renderHandOut = ({ openedAt, endsAt, by, ticketNumber }: HandOut): z.infer<typeof handOutShape> => ({
  openedAt: isoTime(openedAt),
  endsAt: isoTime(endsAt),
  by,
  ticketNumber,
});

export const supportBackupsShape = staffPageShape(supportBackupShape);
