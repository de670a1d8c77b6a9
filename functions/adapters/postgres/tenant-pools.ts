import { Pool } from "pg";
import { connectionSettings } from "./connection-settings.ts";

/** Each function instance serves one request at a time; a second connection is for what runs beside it. */
const CONNECTIONS_MAX = 2;
const IDLE_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 5_000;

/** Tenants whose pools are kept at once in one process; the one unused for longest goes first. */
const POOLS_MAX = 50;

/** Small pools, one for each tenant; a changed connection string (a rotated password) makes a new one. */
export interface TenantPools {
  poolFor(tenantId: string, url: string): Pool;
  close(): Promise<void>;
}

export function tenantPools(): TenantPools {
  const pools = new Map<string, { readonly url: string; readonly pool: Pool }>();

  function retire(tenantId: string): void {
    const old = pools.get(tenantId);
    pools.delete(tenantId);
    // Ends when its last query is done. Its errors are those of connections nobody waits for.
    old?.pool.end().catch(() => undefined);
  }

  return {
    poolFor: (tenantId, url) => {
      const known = pools.get(tenantId);
      if (known?.url === url) {
        pools.delete(tenantId);
        pools.set(tenantId, known);
        return known.pool;
      }
      retire(tenantId);
      const pool = makePool(url);
      pools.set(tenantId, { url, pool });
      for (const oldest of pools.keys()) {
        if (pools.size <= POOLS_MAX) break;
        retire(oldest);
      }
      return pool;
    },
    close: async () => {
      const all = [...pools.values()];
      pools.clear();
      await Promise.all(all.map(({ pool }) => pool.end()));
    },
  };
}

function makePool(url: string): Pool {
  const pool = new Pool({
    ...connectionSettings(url),
    max: CONNECTIONS_MAX,
    idleTimeoutMillis: IDLE_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // The server's own limit does not help when the server is gone.
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    allowExitOnIdle: true,
  });
  // An idle connection that the server cuts is replaced at the next query; unheard, the event would end the process.
  pool.on("error", () => undefined);
  return pool;
}
