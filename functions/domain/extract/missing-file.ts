import type { MissingAttachment } from "../archive/inventory.ts";

/** An attachment that is not in an archive, and the reason as the archive's own list says it. */
export interface MissingFile {
  readonly id: number;
  /** The name as OpenProject has it. */
  readonly file: string;
  readonly why: MissingAttachment["why"];
  readonly message: string;
}
