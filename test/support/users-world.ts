import { afterAll, beforeAll, beforeEach } from "vitest";
import { postgresTenantUsers } from "../../functions/adapters/postgres/postgres-tenant-users.ts";
import { type TenantPools, tenantPools } from "../../functions/adapters/postgres/tenant-pools.ts";
import type { TenantUsers } from "../../functions/domain/tenant/tenant-users.ts";
import type { SeededTenant } from "../../infra/local/seed/seed-tenant.ts";
import { secretsOf } from "./adapter-tenant.ts";
import { type MovingClock, movingClock } from "./moving-clock.ts";
import { aPostgres } from "./postgres-cluster.ts";
import { aDemoStore, aDemoTenant } from "./postgres-demo.ts";
import { queryPostgres } from "./postgres-query.ts";

/** Both demo tenants in a throw-away PostgreSQL, and their users as Coffer sees them. */
export interface UsersWorld {
  readonly postgres: Awaited<ReturnType<typeof aPostgres>>;
  readonly acme: SeededTenant;
  readonly globex: SeededTenant;
  readonly clock: MovingClock;
  /** New for each test. */
  readonly pools: TenantPools;
  readonly users: TenantUsers;
  /** Another instance on the same pools, which knows nothing yet. */
  freshUsers(): TenantUsers;
  /** Runs statements as the superuser, and what takes them back when the test is over. */
  change(tenant: SeededTenant, sql: string, back: string): Promise<void>;
}

/** Sets the world up for all tests of a file; its members are there once a test runs. */
export function usersWorld(): UsersWorld {
  let databases: Pick<UsersWorld, "postgres" | "acme" | "globex">;
  let fresh: Pick<UsersWorld, "clock" | "pools" | "users">;
  const undo: (() => Promise<unknown>)[] = [];

  const usersWith = ({ pools, clock }: Pick<UsersWorld, "pools" | "clock">) =>
    postgresTenantUsers({ tenantSecrets: secretsOf(databases.acme, databases.globex), pools, clock });

  beforeAll(async () => {
    const { putObject } = aDemoStore();
    const postgres = await aPostgres();
    const acme = await aDemoTenant({ postgres, tenant: "acme", putObject });
    databases = { postgres, acme, globex: await aDemoTenant({ postgres, tenant: "globex", putObject }) };
  });
  afterAll(() => databases.postgres[Symbol.asyncDispose]());
  beforeEach(() => {
    const deps = { clock: movingClock(), pools: tenantPools() };
    fresh = { ...deps, users: usersWith(deps) };
    return async () => {
      await deps.pools.close();
      for (const step of undo.splice(0).toReversed()) await step();
    };
  });

  return {
    get postgres() {
      return databases.postgres;
    },
    get acme() {
      return databases.acme;
    },
    get globex() {
      return databases.globex;
    },
    get clock() {
      return fresh.clock;
    },
    get pools() {
      return fresh.pools;
    },
    get users() {
      return fresh.users;
    },
    freshUsers: () => usersWith(fresh),
    change: async (tenant, sql, back) => {
      const run = (statement: string) => queryPostgres(databases.postgres.url(tenant.database), statement);
      await run(sql);
      undo.push(() => run(back));
    },
  };
}
