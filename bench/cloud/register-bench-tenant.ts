import { randomUUID } from "node:crypto";
import { dynamoBackupTokens } from "../../functions/adapters/dynamo/dynamo-backup-tokens.ts";
import { SYSTEM_ORIGIN } from "../../functions/domain/audit/audit-log.ts";
import { DEFAULT_SETTINGS } from "../../functions/domain/tenant/tenant.ts";
import { registerTenant } from "../../infra/local/demo/register-tenant.ts";
import type { BenchWorld } from "../archive/bench-world.ts";

/** Whoever asks for the backups of the bench, and the token they ask with. */
export const ASKER = { userId: 4, login: "ada.bergmann", name: "Ada Bergmann" };
export const TOKEN_ID = "bench";

/** Another tenant with the same database and attachments, and a backup token of its administrator. */
export async function registerBenchTenant(world: BenchWorld, tenantId: string): Promise<void> {
  const { cloud, database, attachmentsBucket } = world;
  const at = Date.now();
  const register = {
    records: cloud.table.client,
    secrets: cloud.secrets,
    table: cloud.table.table,
    secretPrefix: cloud.tenantSecretPrefix,
  };
  await registerTenant(
    register,
    {
      tenantId,
      title: database.tenant.title,
      domainName: `${tenantId}.localhost`,
      origin: `https://${tenantId}.localhost`,
      registeredAt: at,
      attachments: { bucket: attachmentsBucket, prefix: "" },
      settings: { ...DEFAULT_SETTINGS, backupDailyLimit: 1000 },
    },
    {
      identityUrl: database.identityUrl,
      dumpUrl: database.dumpUrl,
      secretKeyBase: database.tenant.secretKeyBase,
    },
  );
  const token = { tenantId, ...ASKER, tokenId: TOKEN_ID, hash: "00", keyId: "none", createdAt: at, validFrom: at };
  const fact = {
    factId: randomUUID(),
    tenantId,
    at,
    what: "token.made",
    actor: { kind: "system" },
    origin: SYSTEM_ORIGIN,
    details: {},
  } as const;
  const { name: _, ...row } = token;
  await dynamoBackupTokens(cloud.table).replace(row, undefined, { events: [], fact });
}
