import { describe, expect, it } from "vitest";
import type { NoticeEvent } from "../../../functions/domain/notice/notice-event.ts";
import type { NoticeTurn } from "../../../functions/domain/notice/notice-rows.ts";
import { TURN_MS } from "../../../functions/domain/notice/notice-rows.ts";
import { PERSON } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const eventOf = (tenantId: string): NoticeEvent => ({
  eventId: "e1",
  tenantId,
  at: 1_000,
  kind: "backup-pulled",
  about: PERSON,
  backupId: "b1",
  address: "192.0.2.1",
});

async function aTurn({ notices }: Stores, tenantId: string): Promise<NoticeTurn> {
  const turn = await notices.reserve(eventOf(tenantId), 7);
  if (typeof turn === "string") throw new Error(`no turn: ${turn}`);
  return turn;
}

describe.each(STORE_WORLDS)("notice rows $name", (world) => {
  const run = casesIn(world);

  it("give the turn to one of many at once", () =>
    run(async ({ notices }, tenantId) => {
      const turns = await Promise.all(Array.from({ length: 20 }, () => notices.reserve(eventOf(tenantId), 7)));

      expect(turns.filter((turn) => turn !== "taken")).toEqual([{ event: eventOf(tenantId), userId: 7, attempt: 1 }]);
    }));

  it("are apart for every recipient", () =>
    run(async (stores, tenantId) => {
      await aTurn(stores, tenantId);

      expect(await stores.notices.reserve(eventOf(tenantId), 8)).toMatchObject({ attempt: 1 });
    }));

  it("are done once marked sent", () =>
    run(async (stores, tenantId) => {
      const turn = await aTurn(stores, tenantId);

      await stores.notices.markSent(turn);
      await stores.notices.markSent(turn);

      expect(await stores.notices.reserve(eventOf(tenantId), 7)).toBe("sent");
      stores.clock.advance(10 * TURN_MS);
      expect(await stores.notices.reserve(eventOf(tenantId), 7)).toBe("sent");
    }));

  it("are given a second time when the first never told, and no third", () =>
    run(async (stores, tenantId) => {
      await aTurn(stores, tenantId);
      stores.clock.advance(TURN_MS);
      expect(await aTurn(stores, tenantId)).toMatchObject({ attempt: 2 });
      stores.clock.advance(TURN_MS);

      expect(await stores.notices.reserve(eventOf(tenantId), 7)).toBe("sent");
    }));

  it("do not count a turn that is given back", () =>
    run(async (stores, tenantId) => {
      for (let round = 0; round < 5; round += 1) {
        const turn = await aTurn(stores, tenantId);
        expect(turn.attempt).toBe(1);
        await stores.notices.giveBack(turn);
      }
    }));
});
