import { describe, expect, it } from "vitest";
import { postgresTenantSizes } from "../../../functions/adapters/postgres/postgres-tenant-sizes.ts";
import { tenantPools } from "../../../functions/adapters/postgres/tenant-pools.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { secretsOf } from "../../support/adapter-tenant.ts";
import { queryPostgres } from "../../support/postgres-query.ts";
import { usersWorld } from "../../support/users-world.ts";

const world = usersWorld();

const sizes = () => postgresTenantSizes({ tenantSecrets: secretsOf(world.acme, world.globex), pools: world.pools });

describe.each(["acme", "globex"] as const)("the size of %s", (tenantId) => {
  const tenant = aTenant({ tenantId });
  const ask = async <Row extends Record<string, unknown>>(sql: string) => {
    const [row] = await queryPostgres<Row>(world.postgres.url(world[tenantId].database), sql);
    return row;
  };

  it("is what the database holds, rows about", async () => {
    const exact = await ask<{ count: string; bytes: string }>(
      `select count(*), sum(filesize) as bytes from attachments
        where status <> 1 and container_type is not null and container_type <> 'Export'`,
    );
    await ask("analyze");
    const rows = await ask<{ rows: number }>(
      `select sum((xpath('/row/c/text()', query_to_xml('select count(*) as c from public.' || quote_ident(relname), false, true, '')))[1]::text::bigint)::int as rows
         from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    const size = await sizes().look(tenant);
    expect(size.attachments).toEqual({ count: Number(exact?.count), bytes: Number(exact?.bytes) });
    expect(size.attachments.count).toBeGreaterThan(0);
    expect(size.databaseBytes).toBeGreaterThan(1_000_000);
    expect(size.rows / (rows?.rows ?? 0)).toBeCloseTo(1, 1);
  });

  it("of no attachments is none", async () => {
    await world.change(
      world[tenantId],
      "alter table attachments rename to kept_attachments; create table attachments (like kept_attachments); grant select on attachments to public",
      "drop table attachments; alter table kept_attachments rename to attachments",
    );
    expect((await sizes().look(tenant)).attachments).toEqual({ count: 0, bytes: 0 });
  });

  it("is not told without the table or the right to it", async () => {
    await world.change(
      world[tenantId],
      "alter table attachments rename to gone",
      "alter table gone rename to attachments",
    );
    await expect(sizes().look(tenant)).rejects.toMatchObject({
      code: "tenant-database-unsupported",
      details: { missing: expect.stringContaining("attachments") },
    });
  });
});

it("of a database that is not there is a failure of its own", async () => {
  const pools = tenantPools();
  const gone = postgresTenantSizes({
    tenantSecrets: async () => ({ identityUrl: "postgres://nobody@127.0.0.1:1/none" }),
    pools,
  });
  await expect(gone.look(aTenant())).rejects.toMatchObject({ code: "tenant-database-unavailable" });
  await pools.close();
});
