import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * One server a directory: a second one would sweep away what the first is just writing. The lock is the operating
 * system's, by way of an SQLite file with nothing in it: it ends with the process, however that ends.
 */
export function lockDirectory(directory: string): { close(): void } {
  const lock = new DatabaseSync(join(directory, "lock.sqlite"));
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new Error(`another S3 server has ${directory} open`, { cause });
  }
  return { close: () => lock.close() };
}
