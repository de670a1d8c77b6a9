import type { MissingAttachment } from "./inventory.ts";

export const MISSING_PATH = "MISSING_ATTACHMENTS.txt";

export const MISSING_HEADING = `These attachments are known to the database but are not in this archive.

id\tfile\twhy
`;

/** One line of MISSING_ATTACHMENTS.txt. The name is written as JSON, so that no name can pretend to be a line. */
export const missingListLine = (missing: MissingAttachment): string =>
  `${missing.id}\t${JSON.stringify(missing.file)}\t${reason(missing)}\n`;

function reason(missing: MissingAttachment): string {
  if (missing.why === "gone") return "not in the attachment store";
  if (missing.why === "changed") return "changed or vanished while the backup was made";
  return `has ${missing.foundBytes} bytes in the attachment store, but ${missing.recordedBytes} in the database`;
}
