import { FAILURES_IN_A_ROW_MAX } from "../../../functions/domain/session/failure-streaks.ts";
import type { RouteWorld } from "../../support/route-world.ts";

/** What a row of the table needs to be there before somebody comes. */
export interface Prepared {
  /** The session's after it. */
  readonly cookie: string;
  readonly ticket?: string;
}

export const OURS = { "x-requested-with": "Coffer" } as const;

/** Dan's password is disabled. */
export async function disabled({ deps }: RouteWorld, cookie: string): Promise<Prepared> {
  const dan = { tenantId: "acme", user: { userId: 4, login: "dan" }, way: "sign-in" } as const;
  for (let each = 0; each < FAILURES_IN_A_ROW_MAX; each += 1) await deps.streaks.count(dan, FAILURES_IN_A_ROW_MAX);
  return { cookie };
}

/** Whoever has the cookie stepped up for `b1`. */
export async function withTicket(world: RouteWorld, cookie: string): Promise<Required<Prepared>> {
  const wish = { path: { backupId: "b1" }, headers: { ...OURS, cookie }, body: { password: "right" } };
  const { body, cookies } = await world.ask("POST /api/v3/backups/{backupId}/tickets", wish);
  return { cookie: cookies[0]?.split(";")[0] ?? "", ticket: textOf(JSON.parse(body), "ticket") };
}

/** They have opened a grant, too. */
export async function withGrant(world: RouteWorld, before: string): Promise<Prepared> {
  const { cookie, ticket } = await withTicket(world, before);
  await world.ask("POST /api/v3/backups/{backupId}/grants", {
    path: { backupId: "b1" },
    headers: { ...OURS, cookie },
    body: { ticket },
  });
  return { cookie };
}

/** They took a file out, and have opened a grant for it; it is called `x1`. */
export async function withExtractGrant(world: RouteWorld, before: string): Promise<Prepared> {
  const wish = { path: { backupId: "b1" }, headers: { ...OURS, cookie: before } };
  const body = { path: "README.txt", password: "right" };
  const taken = await world.ask("POST /api/v3/backups/{backupId}/extracts", { ...wish, body });
  const cookie = taken.cookies[0]?.split(";")[0] ?? "";
  const ticket = textOf(JSON.parse(taken.body), "ticket");
  for (const [key, record] of world.world.tickets) {
    world.world.tickets.set(key, { ...record, extract: { extractId: "x1", path: "README.txt", bytes: 1 } });
  }
  await world.ask("POST /api/v3/backups/{backupId}/grants", {
    path: { backupId: "b1" },
    headers: { ...OURS, cookie },
    body: { ticket },
  });
  return { cookie };
}

export async function withOpening(world: RouteWorld, cookie: string): Promise<Prepared> {
  await world.openForCyd();
  return { cookie };
}

export async function withFarewell(world: RouteWorld, cookie: string): Promise<Prepared> {
  await world.sayFarewell();
  return { cookie };
}

const textOf = (document: unknown, name: string): string => String(new Map(Object.entries(Object(document))).get(name));
