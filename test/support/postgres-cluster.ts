import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Postgres, startPostgres } from "../../infra/local/postgres/start-postgres.ts";

/** A throw-away PostgreSQL in a temporary directory; disposing stops it and removes the directory. */
export async function aPostgres(): Promise<Postgres & AsyncDisposable> {
  const directory = mkdtempSync(join(tmpdir(), "coffer-postgres-"));
  const postgres = await startPostgres({ directory, port: 0, durable: false });
  return {
    ...postgres,
    [Symbol.asyncDispose]: async () => {
      await postgres.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
