import type { Actor, AuditFact } from "./audit-log.ts";

/** Whose facts are looked for: one user's, or all of a kind of actor. */
export type ActorWish =
  | { readonly userId: number }
  | { readonly kind: "support" | "operator" | "system" | "anonymous" };

/** One page of a tenant's audit log. */
export interface AuditWish {
  readonly tenantId: string;
  /** `backup`, for all that begins so, or `backup.requested`. */
  readonly what?: string;
  readonly actor?: ActorWish;
  /** Milliseconds; from it on. */
  readonly from?: number;
  /** Milliseconds; before it. */
  readonly to?: number;
  /** At most so many. */
  readonly pageSize: number;
  /** `next` of the page before; what was never one gives an empty page, or some page. */
  readonly after?: string;
}

/** `position`: its place in the chain; undefined as long as it waits for one. */
export type AuditEvent = AuditFact & { readonly position?: number };

export interface AuditPage {
  readonly events: readonly AuditEvent[];
  /** Where the next page begins; absent on the last one. A page may be short, or even empty, and still have it. */
  readonly next?: string;
}

export interface AuditEvents {
  /** Newest first. Strongly consistent. */
  list(wish: AuditWish): Promise<AuditPage>;
}

/** Facts looked at for one page, at most: where little matches, a page is short. */
export const LOOKED_AT_MAX = 1000;

const isWanted = ({ what, actor }: AuditFact, wish: AuditWish): boolean =>
  (wish.what === undefined || what === wish.what || what.startsWith(`${wish.what}.`)) &&
  (wish.actor === undefined || isOf(actor, wish.actor));

function isOf(actor: Actor, wish: ActorWish): boolean {
  if ("userId" in wish) return actor.kind === "user" && actor.userId === wish.userId;
  return (actor.kind === "staff" ? actor.staff : actor.kind) === wish.kind;
}

/** Takes facts, the newest first, until the page is full. `cursorOf` says where a fact stands. */
export async function pageOf(
  facts: AsyncIterable<AuditEvent>,
  wish: AuditWish,
  cursorOf: (fact: AuditEvent) => string,
): Promise<AuditPage> {
  const events: AuditEvent[] = [];
  let lookedAt = 0;
  let next: string | undefined;
  for await (const fact of facts) {
    const isFull = events.length === wish.pageSize || lookedAt === LOOKED_AT_MAX;
    if (isFull && next !== undefined) return { events, next };
    lookedAt += 1;
    next = cursorOf(fact);
    if (isWanted(fact, wish)) events.push(fact);
  }
  return { events };
}
