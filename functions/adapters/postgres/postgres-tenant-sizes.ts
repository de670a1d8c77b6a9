import type { TenantSizes } from "../../domain/source/tenant-sizes.ts";
import { databaseFailure } from "./database-failure.ts";
import {
  attachmentsSum,
  DATABASE_SIZE,
  OPTIONAL_ATTACHMENT_COLUMNS,
  REQUIRED_ATTACHMENT_COLUMNS,
} from "./snapshot-queries.ts";
import type { TenantPools } from "./tenant-pools.ts";
import { type Query, readTenantSchema } from "./tenant-schema.ts";

/** Sizes asked of each tenant's own database with its login `identity`. */
export function postgresTenantSizes(deps: {
  readonly tenantSecrets: (tenantId: string) => Promise<{ readonly identityUrl: string }>;
  readonly pools: TenantPools;
}): TenantSizes {
  return {
    look: async ({ tenantId }) => {
      const { identityUrl } = await deps.tenantSecrets(tenantId);
      const pool = deps.pools.poolFor(tenantId, identityUrl);
      const query: Query = async (sql, values = []) =>
        (await pool.query<Record<string, unknown>>(sql, [...values])).rows;
      try {
        const schema = await readTenantSchema(query, REQUIRED_ATTACHMENT_COLUMNS, {
          attachments: OPTIONAL_ATTACHMENT_COLUMNS["attachments"] ?? [],
        });
        const [database] = await query(DATABASE_SIZE);
        const [attachments] = await query(attachmentsSum(schema));
        return {
          databaseBytes: Number(database?.["bytes"]),
          rows: Number(database?.["rows"]),
          attachments: { count: Number(attachments?.["count"]), bytes: Number(attachments?.["bytes"]) },
        };
      } catch (error) {
        throw databaseFailure(error);
      }
    },
  };
}
