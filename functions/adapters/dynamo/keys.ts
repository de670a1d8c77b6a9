import type { BuildWork } from "../../domain/backup/build-work.ts";
import type { StreakSubject } from "../../domain/session/failure-streaks.ts";

/**
 * Keys of every row. `pk` begins with the tenant, so that a role can be confined to one by `dynamodb:LeadingKeys`
 * (`T#<tenant>` and `T#<tenant>#*`); ids hold no `#`. Numbers are padded so that they sort as numbers do.
 */
export interface RowKey {
  readonly pk: string;
  readonly sk: string;
}

const tenantPk = (tenantId: string): string => `T#${tenantId}`;
const backupPk = (tenantId: string, backupId: string): string => `T#${tenantId}#B#${backupId}`;
/** A partition of its own: what goes out to identity providers may write here and nowhere else. */
const signOnPk = (tenantId: string): string => `${tenantPk(tenantId)}#SIGN-ON`;
const padded = (value: number, digits: number): string => String(value).padStart(digits, "0");

export const domainKey = (domainName: string): RowKey => ({ pk: `D#${domainName}`, sk: "DOMAIN" });
export const tenantKey = (tenantId: string): RowKey => ({ pk: tenantPk(tenantId), sk: "TENANT" });

/** The operator's list of tenants: one partition, so that it is read in the order of their ids. */
export const tenantListKey = (tenantId: string): RowKey => ({ pk: "O#TENANTS", sk: tenantId });

export const TOKEN_PREFIX = "TOKEN#";
export const tokenKey = (tenantId: string, userId: number): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `${TOKEN_PREFIX}${userId}`,
});

export const SESSION_PREFIX = "SESSION#";
export const sessionKey = (tenantId: string, idHash: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `${SESSION_PREFIX}${idHash}`,
});
export const attemptsKey = (tenantId: string, kind: string, subjectHash: string): RowKey => ({
  pk: kind === "sign-on-address" ? signOnPk(tenantId) : tenantPk(tenantId),
  sk: `ATTEMPTS#${kind}#${subjectHash}`,
});
export const codeKey = (tenantId: string, deviceId: number, timeStep: number): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `CODE#${deviceId}#${timeStep}`,
});

/** Wrong passwords in a row: of a user, by one way in; of names that are nobody's apart, since anybody makes them up. */
export const STREAK_PREFIX = "STREAK#";
export const streakPrefixOf = (userId: number): string => `${STREAK_PREFIX}${userId}#`;
export const streakKey = ({ tenantId, user, way }: StreakSubject): RowKey => ({
  pk: tenantPk(tenantId),
  sk: user === undefined ? `NOBODY#${way}` : `${streakPrefixOf(user.userId)}${way}`,
});
/** A browser that a user signed in with. */
export const browserKey = (tenantId: string, userId: number, idHash: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `BROWSER#${userId}#${idHash}`,
});

export const challengeKey = (tenantId: string, stateHash: string): RowKey => ({
  pk: signOnPk(tenantId),
  sk: `CHALLENGE#${stateHash}`,
});
export const identityKey = (tenantId: string, idHash: string): RowKey => ({
  pk: signOnPk(tenantId),
  sk: `IDENTITY#${idHash}`,
});

export const ticketKey = (tenantId: string, ticketHash: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `TICKET#${ticketHash}`,
});
/** Of an archive, or of one file that was taken out of it. */
export const grantKey = (tenantId: string, signInId: string, backupId: string, extractId?: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: ["GRANT", signInId, backupId, ...(extractId === undefined ? [] : [extractId])].join("#"),
});
export const collectionKey = (tenantId: string, codeHash: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `COLLECTION#${codeHash}`,
});
export const handOutKey = (tenantId: string, backupId: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `HANDOUT#${backupId}`,
});
/** An API key that fetched from an address. */
export const pullKey = (tenantId: string, apiKeyId: number, addressHash: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `PULL#${apiKeyId}#${addressHash}`,
});

export const backupKey = (tenantId: string, backupId: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `BACKUP#${backupId}`,
});
/** A backup's place among the tenant's, by the time it was asked for. */
export const HISTORY_PREFIX = "BACKUPS#";
export const historyKey = (tenantId: string, requestedAt: number, backupId: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `${HISTORY_PREFIX}${padded(requestedAt, 14)}#${backupId}`,
});
export const scheduleKey = (tenantId: string): RowKey => ({ pk: tenantPk(tenantId), sk: "SCHEDULE" });
/** When the tenant's backups are held against its retention. */
export const retentionKey = (tenantId: string): RowKey => ({ pk: tenantPk(tenantId), sk: "RETENTION" });
/** A download that opens a day after somebody asked for it. */
export const OPENING_PREFIX = "OPENING#";
export const openingKey = (tenantId: string, backupId: string, userId: number): RowKey => ({
  pk: backupPk(tenantId, backupId),
  sk: `${OPENING_PREFIX}${userId}`,
});
/** What a backup left behind that has to go. */
export const removalKey = (tenantId: string, backupId: string): RowKey => ({
  pk: backupPk(tenantId, backupId),
  sk: "REMOVAL",
});
export const slotKey = (tenantId: string): RowKey => ({ pk: tenantPk(tenantId), sk: "SLOT" });
export const dayKey = (tenantId: string, day: string): RowKey => ({ pk: tenantPk(tenantId), sk: `DAY#${day}` });
export const idempotencyKey = (tenantId: string, userId: number, keyHash: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `IDEMPOTENCY#${userId}#${keyHash}`,
});
export const outboxKey = (tenantId: string, eventId: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `OUTBOX#${eventId}`,
});
/** Digits of the end come first, so that a tenant's digests stand in their order. */
export const pullDigestKey = (of: { tenantId: string; weekEndsAt: number; apiKeyId: number }): RowKey => ({
  pk: tenantPk(of.tenantId),
  sk: `PULLS#${padded(of.weekEndsAt, 14)}#${of.apiKeyId}`,
});
export const noticeKey = (tenantId: string, eventId: string, userId: number): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `NOTICE#${eventId}#${userId}`,
});
export const AUDIT_PREFIX = "AUDIT#";
export const auditKey = (tenantId: string, at: number, factId: string): RowKey => ({
  pk: tenantPk(tenantId),
  sk: `${AUDIT_PREFIX}${padded(at, 14)}#${factId}`,
});
/** A prefix of its own: whoever writes a tenant's rows cannot write its chain of facts. */
const chainPk = (tenantId: string): string => `A#${tenantId}`;
export const CHAIN_PREFIX = "CHAIN#";
export const chainRowKey = (tenantId: string, position: number): RowKey => ({
  pk: chainPk(tenantId),
  sk: `${CHAIN_PREFIX}${padded(position, 12)}`,
});
export const chainHeadKey = (tenantId: string): RowKey => ({ pk: chainPk(tenantId), sk: "HEAD" });

export const STEP_PREFIX = "STEP#";
export const stepsPk = backupPk;
export const stepKey = ({ tenantId, backupId, step, generation, range }: BuildWork): RowKey => ({
  pk: backupPk(tenantId, backupId),
  sk: [`${STEP_PREFIX}${step}`, generation, ...(range ? [range.round, range.first, range.last] : [])].join("#"),
});

export const partKey = (of: GenerationKey, number: number): RowKey => ({
  pk: backupPk(of.tenantId, of.backupId),
  sk: `PART#${padded(of.generation, 6)}#${padded(number, 5)}`,
});
export const signatureKey = (of: GenerationKey): RowKey => ({
  pk: backupPk(of.tenantId, of.backupId),
  sk: `SIGNATURE#${padded(of.generation, 6)}`,
});

/** One generation of one backup. */
export interface GenerationKey {
  readonly tenantId: string;
  readonly backupId: string;
  readonly generation: number;
}
