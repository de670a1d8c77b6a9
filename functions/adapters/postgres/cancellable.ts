import { Client } from "pg";
import { connectionSettings } from "./connection-settings.ts";
import type { Query } from "./tenant-schema.ts";

/**
 * What `read` gives, unless `signal` aborts it: then the query that runs is cancelled on the server, which would notice a
 * closed connection only at its end, the connection is closed, and the signal's reason is thrown.
 */
export async function cancellable<Result>(
  signal: AbortSignal,
  { client, query, url }: { readonly client: Client; readonly query: Query; readonly url: string },
  read: () => Promise<Result>,
): Promise<Result> {
  const [row] = await query("SELECT pg_backend_pid() AS pid");
  signal.throwIfAborted();
  let cancelled: Promise<void> | undefined;
  const cancel = (): void => {
    cancelled = cancelBackend(url, row?.["pid"]).then(() => client.end());
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    await cancelled;
  }
}

async function cancelBackend(url: string, pid: unknown): Promise<void> {
  const second = new Client(connectionSettings(url));
  second.on("error", () => undefined);
  try {
    await second.connect();
    await second.query("SELECT pg_cancel_backend($1)", [pid]);
  } catch {
    // A server that cannot be reached runs nothing that anybody waits for.
  } finally {
    await second.end();
  }
}
