/** A backup of which something has to go: all that is not its published archive. */
export interface Removal {
  readonly tenantId: string;
  readonly backupId: string;
  /** When to look next; milliseconds. */
  readonly dueAt: number;
}

/**
 * One row for each backup that ended, written by the transaction that ends it. A change that comes while somebody works
 * off an earlier row sets the row anew; that is why the two writes here insist on what was seen.
 */
export interface Removals {
  /** Those due before `before`, the longest due first. */
  due(before: number, limit: number): Promise<readonly Removal[]>;
  /** Look again at `until`. */
  postpone(removal: Removal, until: number): Promise<void>;
  /** Nothing is left. */
  complete(removal: Removal): Promise<void>;
}
