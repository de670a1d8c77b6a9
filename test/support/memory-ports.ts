import { memoryAttempts } from "./memory-attempts.ts";
import { memoryAuditChain } from "./memory-audit-chain.ts";
import { memoryAuditEvents } from "./memory-audit-events.ts";
import { memoryAuditLog } from "./memory-audit-log.ts";
import { memoryBackupHistory } from "./memory-backup-history.ts";
import { memoryBackupTokens } from "./memory-backup-tokens.ts";
import { memoryBackups } from "./memory-backups.ts";
import { memoryCollections } from "./memory-collections.ts";
import { memoryDownloadGrants } from "./memory-download-grants.ts";
import { memoryDownloadOpenings } from "./memory-download-openings.ts";
import { memoryDownloadPulls } from "./memory-download-pulls.ts";
import { memoryDownloadTickets } from "./memory-download-tickets.ts";
import { memoryFailureStreaks } from "./memory-failure-streaks.ts";
import { memoryHandOuts } from "./memory-hand-outs.ts";
import { memoryKnownBrowsers } from "./memory-known-browsers.ts";
import { memoryNoticeRows } from "./memory-notice-rows.ts";
import { memoryOutbox } from "./memory-outbox.ts";
import { memoryPartRows } from "./memory-part-rows.ts";
import { memoryPullDigests } from "./memory-pull-digests.ts";
import { memoryRemovals } from "./memory-removals.ts";
import { memoryRetentionReviews } from "./memory-retention-reviews.ts";
import { memorySchedules } from "./memory-schedules.ts";
import { memorySessions } from "./memory-sessions.ts";
import { memorySettings } from "./memory-settings.ts";
import { memorySignOnChallenges, memorySignOnIdentities } from "./memory-sign-ons.ts";
import { memoryStepLeases } from "./memory-step-leases.ts";
import { memoryTenants } from "./memory-tenants.ts";
import type { MemoryWorld } from "./memory-world.ts";

/** Every port that stores, in one memory world. */
export const memoryPorts = (world: MemoryWorld) => ({
  tenants: memoryTenants(world),
  tokens: memoryBackupTokens(world),
  sessions: memorySessions(world),
  attempts: memoryAttempts(world),
  streaks: memoryFailureStreaks(world),
  browsers: memoryKnownBrowsers(world),
  challenges: memorySignOnChallenges(world),
  identities: memorySignOnIdentities(world),
  tickets: memoryDownloadTickets(world),
  grants: memoryDownloadGrants(world),
  collections: memoryCollections(world),
  handOuts: memoryHandOuts(world),
  openings: memoryDownloadOpenings(world),
  pulls: memoryDownloadPulls(world),
  digests: memoryPullDigests(world),
  backups: memoryBackups(world),
  history: memoryBackupHistory(world),
  removals: memoryRemovals(world),
  reviews: memoryRetentionReviews(world),
  schedules: memorySchedules(world),
  settings: memorySettings(world),
  leases: memoryStepLeases(world),
  parts: memoryPartRows(world),
  outbox: memoryOutbox(world),
  audit: memoryAuditLog(world),
  chain: memoryAuditChain(world),
  events: memoryAuditEvents(world),
  notices: memoryNoticeRows(world.clock),
});
