import type {
  AttachmentRecord,
  DatabaseSnapshot,
  DatabaseSource,
} from "../../functions/domain/source/database-source.ts";
import { inChunks } from "./archive-contents.ts";

/** A tenant's database: what it knows of attachments, and a dump that is the same each time. */
export interface MemoryDatabase extends DatabaseSource {
  /** Of any tenant; tests arrange it. */
  readonly records: AttachmentRecord[];
  dump: Uint8Array;
  /** On disk. */
  bytes: number;
  /** Thrown by the next dumps, after half of their bytes. */
  readonly dumpFailures: Error[];
  opened: number;
  /** Dumps that were begun. */
  dumped: number;
  /** Called before each chunk of a dump: time goes by. */
  beforeChunk: () => void;
  closed: number;
}

export function memoryDatabase(facts: {
  readonly records: readonly AttachmentRecord[];
  readonly dump: Uint8Array;
}): MemoryDatabase {
  const database: MemoryDatabase = {
    records: [...facts.records],
    dump: facts.dump,
    bytes: 4 * facts.dump.length,
    dumpFailures: [],
    opened: 0,
    dumped: 0,
    beforeChunk: () => undefined,
    closed: 0,
    async openSnapshot(): Promise<DatabaseSnapshot> {
      const records = database.records.toSorted((a, b) => a.id - b.id);
      database.opened += 1;
      return {
        // The same for each snapshot, so that archives of two attempts can be compared.
        takenAt: Date.UTC(2026, 0, 31, 12, 1),
        serverVersion: "15.18",
        dumpProgramVersion: "17.7",
        databaseBytes: database.bytes,
        schemaVersion: "20251105120000",
        rowCounts: async () =>
          new Map([
            ["public.attachments", records.length],
            ["public.users", 2],
          ]),
        async *attachments() {
          yield* records;
        },
        async *dump(signal) {
          database.dumped += 1;
          const failure = database.dumpFailures.shift();
          const bytes = failure ? database.dump.subarray(0, database.dump.length / 2) : database.dump;
          for await (const chunk of inChunks(bytes, 97)) {
            database.beforeChunk();
            signal.throwIfAborted();
            yield chunk;
          }
          if (failure) throw failure;
        },
        async close() {
          database.closed += 1;
        },
      };
    },
  };
  return database;
}
