import type { ArchiveFacts } from "../backup/backup.ts";

/** A short-lived address of one version of one archive. Whoever has it can fetch it: it is never logged or stored. */
export interface LinkSigner {
  /** `fileName` is what a browser saves it as. Lives at most `seconds`. */
  sign(tenantId: string, archive: ArchiveFacts, fileName: string, seconds: number): Promise<string>;
}

/** The same of one file that was taken out of an archive. */
export interface ExtractLinkSigner {
  /** `key` is of the extract. The rest as above. */
  sign(tenantId: string, key: string, fileName: string, seconds: number): Promise<string>;
}

export const LINK_SECONDS = 120;
