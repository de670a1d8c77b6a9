import type { BenchWorld } from "../archive/bench-world.ts";
import type { MadeBackup } from "../cloud/make-backup.ts";

/** One way to a backup. */
export interface Way {
  readonly name: string;
  /** Programs it needs, and the Debian packages they come with; nothing but what ours needs when absent. */
  readonly needs?: readonly Need[];
  /** Undone and not counted: what was there before. */
  prepare?(world: BenchWorld): Promise<void>;
  run(world: BenchWorld): Promise<WayResult>;
  readonly isSecond?: boolean;
}

interface Need {
  readonly program: string;
  readonly packageName: string;
  /** Fails when the program lacks something. */
  readonly probe?: readonly string[];
}

export interface WayResult {
  /** What this run added to what is kept. */
  readonly keptBytes: number;
  /** From the wish to the finished backup, where that is not all of the run. */
  readonly wallMs?: number;
  /** Of Coffer's ways. */
  readonly made?: MadeBackup;
}
