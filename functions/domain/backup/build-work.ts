/** Steps of a build, in their order. */
export type Step = "dump" | "layout" | "pack" | "seal";

/**
 * Parts from `first` to `last`, both included, of one round. Round 1 builds every part that needs no other; round 2 the
 * parts that hold the header of a big entry, whose CRC-32 is only known once that entry's other parts are there.
 */
export interface PartRange {
  readonly round: 1 | 2;
  readonly first: number;
  readonly last: number;
}

/** One message to a worker: which step of which backup. It says nothing of how far the step is; the rows say that. */
export interface BuildWork {
  readonly tenantId: string;
  readonly backupId: string;
  readonly step: Step;
  /** 0 until the dump has chosen one. Work of another generation than the backup's is dropped. */
  readonly generation: number;
  /** Only for `pack`. */
  readonly range?: PartRange;
}

/** How one worker invocation ended. `continue`: the step goes on in the next one; `abandoned`: it was not ours to do. */
export type SliceResult = { readonly state: "done" | "continue" | "abandoned" };
