import { randomBytes, randomUUID } from "node:crypto";
import type { Ids, Log } from "../../functions/domain/ports.ts";
import type { TokenHasher } from "../../functions/domain/token/backup-tokens.ts";
import { memoryPorts } from "./memory-ports.ts";
import { type MemoryUser, memoryUsers, plainCodes, plainPasswords } from "./memory-users.ts";
import { type MemoryWorld, memoryWorld } from "./memory-world.ts";
import { movingClock } from "./moving-clock.ts";

export const randomIds = (): Ids => ({ uuid: () => randomUUID(), secret: (bytes) => randomBytes(bytes) });

/** Says nothing, keeps what was said. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string, facts: object = {}, error?: unknown): void => {
      lines.push(`${level} ${message} ${JSON.stringify(facts)} ${error instanceof Error ? error.message : ""}`);
    };
  return { lines, info: keep("info"), warn: keep("warn"), error: keep("error") };
}

const plainHasher: TokenHasher = {
  hash: async ({ tenantId, userId }, token) => ({ keyId: "k1", hash: `${tenantId}|${userId}|${token}` }),
  matches: async ({ tenantId, userId }, token, stored) => stored.hash === `${tenantId}|${userId}|${token}`,
};

/** Every port of the domain in memory, one world under them, and a clock that is moved. */
export function domainDeps(users: Readonly<Record<string, readonly MemoryUser[]>>) {
  const clock = movingClock();
  const world: MemoryWorld = memoryWorld(clock);
  return {
    world,
    clock,
    ids: randomIds(),
    log: keptLog(),
    users: memoryUsers(users),
    passwords: plainPasswords(),
    codes: plainCodes(),
    hasher: plainHasher,
    ...memoryPorts(world),
  };
}
