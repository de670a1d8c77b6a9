/** Reads a dump without a database, by the program that would restore it. */
export interface DumpReader {
  /**
   * How many things the dump's table of contents lists. `programVersion` is that of the program that wrote it. Reads no
   * further than it needs. Throws `archive-corrupt` for what no such program would restore, `dump-failed` without one.
   */
  countContents(dump: AsyncIterable<Uint8Array>, programVersion: string, signal: AbortSignal): Promise<number>;
}
