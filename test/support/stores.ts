import { type DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { dynamoAttempts } from "../../functions/adapters/dynamo/dynamo-attempts.ts";
import { dynamoAuditChain } from "../../functions/adapters/dynamo/dynamo-audit-chain.ts";
import { dynamoAuditEvents } from "../../functions/adapters/dynamo/dynamo-audit-events.ts";
import { dynamoAuditLog } from "../../functions/adapters/dynamo/dynamo-audit-log.ts";
import { dynamoBackupHistory } from "../../functions/adapters/dynamo/dynamo-backup-history.ts";
import { dynamoBackupTokens } from "../../functions/adapters/dynamo/dynamo-backup-tokens.ts";
import { dynamoBackups } from "../../functions/adapters/dynamo/dynamo-backups.ts";
import { dynamoClient } from "../../functions/adapters/dynamo/dynamo-client.ts";
import { dynamoCollections } from "../../functions/adapters/dynamo/dynamo-collections.ts";
import type { DynamoDeps } from "../../functions/adapters/dynamo/dynamo-deps.ts";
import { dynamoDownloadGrants } from "../../functions/adapters/dynamo/dynamo-download-grants.ts";
import { dynamoDownloadOpenings } from "../../functions/adapters/dynamo/dynamo-download-openings.ts";
import { dynamoDownloadPulls } from "../../functions/adapters/dynamo/dynamo-download-pulls.ts";
import { dynamoDownloadTickets } from "../../functions/adapters/dynamo/dynamo-download-tickets.ts";
import { dynamoFailureStreaks } from "../../functions/adapters/dynamo/dynamo-failure-streaks.ts";
import { dynamoHandOuts } from "../../functions/adapters/dynamo/dynamo-hand-outs.ts";
import { dynamoKnownBrowsers } from "../../functions/adapters/dynamo/dynamo-known-browsers.ts";
import { dynamoNoticeRows } from "../../functions/adapters/dynamo/dynamo-notice-rows.ts";
import { dynamoOutbox } from "../../functions/adapters/dynamo/dynamo-outbox.ts";
import { dynamoPartRows } from "../../functions/adapters/dynamo/dynamo-part-rows.ts";
import { dynamoPullDigests } from "../../functions/adapters/dynamo/dynamo-pull-digests.ts";
import { dynamoRemovals } from "../../functions/adapters/dynamo/dynamo-removals.ts";
import { dynamoRetentionReviews } from "../../functions/adapters/dynamo/dynamo-retention-reviews.ts";
import { dynamoSchedules } from "../../functions/adapters/dynamo/dynamo-schedules.ts";
import { dynamoSessions } from "../../functions/adapters/dynamo/dynamo-sessions.ts";
import { dynamoSettings } from "../../functions/adapters/dynamo/dynamo-settings.ts";
import { dynamoSignOnChallenges, dynamoSignOnIdentities } from "../../functions/adapters/dynamo/dynamo-sign-ons.ts";
import { dynamoStepLeases } from "../../functions/adapters/dynamo/dynamo-step-leases.ts";
import { dynamoTenantList } from "../../functions/adapters/dynamo/dynamo-tenant-list.ts";
import { dynamoTenants } from "../../functions/adapters/dynamo/dynamo-tenants.ts";
import { DEFAULT_RETRY } from "../../functions/adapters/resilience/retry.ts";
import { type Dynamo, startDynamo } from "../../infra/local/dynamo/start-dynamo.ts";
import { memoryPorts } from "./memory-ports.ts";
import { memoryWorld } from "./memory-world.ts";
import { type MovingClock, movingClock } from "./moving-clock.ts";
import { createStoreTable } from "./table.ts";

/** Every port that stores, empty, over one clock; and what no port shows. */
export type Stores = ReturnType<typeof memoryStores>;

export function memoryStores() {
  const clock = movingClock();
  const world = memoryWorld(clock);
  return {
    clock,
    ...memoryPorts(world),
    /** Ids of a tenant's facts, in any order. */
    factIds: async (tenantId: string): Promise<string[]> =>
      world.facts.filter((fact) => fact.tenantId === tenantId).map(({ factId }) => factId),
  };
}

/** Where the table is tried: the local service, or another endpoint as a second opinion. */
export interface TableService {
  /** Nothing when another endpoint is tried. */
  readonly local: Dynamo | undefined;
  readonly documents: DynamoDBDocumentClient;
  /** A fresh table, and all ports on it. */
  open(): Promise<Stores & { readonly deps: DynamoDeps }>;
  close(): Promise<void>;
}

const otherEndpoint = process.env["COFFER_DYNAMODB_ENDPOINT"];

export async function tableService(): Promise<TableService> {
  const clock = movingClock();
  const local = otherEndpoint === undefined ? await startDynamo({ port: 0, now: () => clock.now() }) : undefined;
  const documents = dynamoClient({
    region: "eu-central-1",
    endpoint: local?.url ?? otherEndpoint ?? "",
    // A machine that is busy with other tests answers late, and a lost answer is a fault that tests arm on purpose.
    requestHandler: { requestTimeout: 60_000 },
    ...(local ? { credentials: { accessKeyId: "local", secretAccessKey: "local" } } : {}),
  });
  let opened = 0;
  return {
    local,
    documents,
    async open() {
      opened += 1;
      const table = await createStoreTable(documents, `coffer-stores-${Date.now()}-${opened}`);
      // Waiting between tries tests nothing here; that it happens is the retry layer's own test.
      const deps: DynamoDeps = { client: documents, table, clock, retry: { ...DEFAULT_RETRY, pause: async () => {} } };
      return { deps, ...dynamoStores(deps, clock) };
    },
    async close() {
      documents.destroy();
      await local?.close();
    },
  };
}

const dynamoStores = (deps: DynamoDeps, clock: MovingClock): Stores => ({
  clock,
  tenants: { ...dynamoTenants(deps), ...dynamoTenantList(deps) },
  tokens: dynamoBackupTokens(deps),
  sessions: dynamoSessions(deps),
  attempts: dynamoAttempts(deps),
  streaks: dynamoFailureStreaks(deps),
  browsers: dynamoKnownBrowsers(deps),
  challenges: dynamoSignOnChallenges(deps),
  identities: dynamoSignOnIdentities(deps),
  tickets: dynamoDownloadTickets(deps),
  grants: dynamoDownloadGrants(deps),
  collections: dynamoCollections(deps),
  handOuts: dynamoHandOuts(deps),
  openings: dynamoDownloadOpenings(deps),
  pulls: dynamoDownloadPulls(deps),
  digests: dynamoPullDigests(deps),
  backups: dynamoBackups(deps),
  history: dynamoBackupHistory(deps),
  removals: dynamoRemovals(deps),
  reviews: dynamoRetentionReviews(deps),
  schedules: dynamoSchedules(deps),
  settings: dynamoSettings(deps),
  leases: dynamoStepLeases(deps),
  parts: dynamoPartRows(deps),
  outbox: dynamoOutbox(deps),
  notices: dynamoNoticeRows(deps),
  audit: dynamoAuditLog(deps),
  chain: dynamoAuditChain(deps),
  events: dynamoAuditEvents(deps),
  async factIds(tenantId) {
    const found: string[] = [];
    for await (const page of paginateScan({ client: deps.client }, { TableName: deps.table })) {
      const facts = (page.Items ?? []).filter((item) => item["tenantId"] === tenantId && item["factId"] !== undefined);
      found.push(...facts.map((fact) => String(fact["factId"])));
    }
    return found;
  },
});
