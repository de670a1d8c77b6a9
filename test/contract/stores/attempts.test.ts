import { describe, expect, it } from "vitest";
import type { AttemptSubject } from "../../../functions/domain/session/attempts.ts";
import { aChange } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

const FIVE = { max: 5, windowMs: 1_000 };
const subjectOf = (tenantId: string): AttemptSubject => ({ tenantId, kind: "confirm", subject: "7" });

describe.each(STORE_WORLDS)("attempts $name", (world) => {
  const run = casesIn(world);

  it("let exactly as many of 500 at once through as the limit says", () =>
    run(async ({ attempts }, tenantId) => {
      const counted = await Promise.all(Array.from({ length: 500 }, () => attempts.count(subjectOf(tenantId), FIVE)));

      expect(counted.filter((refusal) => refusal === undefined)).toHaveLength(5);
      expect(counted).toContainEqual({ retryAfterMs: 1_000 });
    }));

  it("are refused until the window ends, and then counted anew", () =>
    run(async ({ attempts, clock }, tenantId) => {
      for (let tried = 0; tried < 5; tried += 1) await attempts.count(subjectOf(tenantId), FIVE);
      clock.advance(400);
      expect(await attempts.count(subjectOf(tenantId), FIVE)).toEqual({ retryAfterMs: 600 });
      clock.advance(600);

      for (let tried = 0; tried < 5; tried += 1)
        expect(await attempts.count(subjectOf(tenantId), FIVE)).toBeUndefined();

      expect(await attempts.count(subjectOf(tenantId), FIVE)).toEqual({ retryAfterMs: 1_000 });
    }));

  it("say whether the limit is reached without counting", () =>
    run(async ({ attempts, clock }, tenantId) => {
      const subject = subjectOf(tenantId);
      for (let tried = 0; tried < 4; tried += 1) await attempts.count(subject, FIVE);
      for (let asked = 0; asked < 9; asked += 1) expect(await attempts.blocked(subject, FIVE)).toBeUndefined();
      await attempts.count(subject, FIVE);

      expect(await attempts.blocked(subject, FIVE)).toEqual({ retryAfterMs: 1_000 });
      clock.advance(1_000);
      expect(await attempts.blocked(subject, FIVE)).toBeUndefined();
    }));

  it("make room when they are given back, never below nothing", () =>
    run(async ({ attempts }, tenantId) => {
      const subject = subjectOf(tenantId);
      await attempts.giveBack(subject);
      for (let tried = 0; tried < 5; tried += 1) await attempts.count(subject, FIVE);
      await attempts.giveBack(subject);
      expect(await attempts.count(subject, FIVE)).toBeUndefined();
      for (let given = 0; given < 20; given += 1) await attempts.giveBack(subject);

      for (let tried = 0; tried < 5; tried += 1) expect(await attempts.count(subject, FIVE)).toBeUndefined();

      expect(await attempts.count(subject, FIVE)).toBeDefined();
    }));

  describe("with a growing wait", () => {
    const GROWING = { ...FIVE, wait: { firstMs: 30, longestMs: 200 } };

    it("let exactly as many of 100 at once through as the limit says, and the next one after the first wait", () =>
      run(async ({ attempts, clock }, tenantId) => {
        const counted = await Promise.all(
          Array.from({ length: 100 }, () => attempts.count(subjectOf(tenantId), GROWING)),
        );
        expect(counted.filter((refusal) => refusal === undefined)).toHaveLength(5);
        expect(counted).toContainEqual({ retryAfterMs: 30 });

        clock.advance(30);
        const again = await Promise.all(Array.from({ length: 20 }, () => attempts.count(subjectOf(tenantId), GROWING)));

        expect(again.filter((refusal) => refusal === undefined)).toHaveLength(1);
        expect(again).toContainEqual({ retryAfterMs: 60 });
      }));

    it("double the wait with each attempt, up to the longest, past the end of the first window", () =>
      run(async ({ attempts, clock }, tenantId) => {
        const subject = subjectOf(tenantId);
        for (let tried = 0; tried < 5; tried += 1) await attempts.count(subject, GROWING);
        const waits: number[] = [];
        for (let tried = 0; tried < 9; tried += 1) {
          const wait = await attempts.count(subject, GROWING);
          waits.push(wait?.retryAfterMs ?? 0);
          expect(await attempts.blocked(subject, GROWING)).toEqual(wait);
          clock.advance(wait?.retryAfterMs ?? 0);
          expect(await attempts.blocked(subject, GROWING)).toBeUndefined();
          expect(await attempts.count(subject, GROWING)).toBeUndefined();
        }

        expect(waits).toEqual([30, 60, 120, 200, 200, 200, 200, 200, 200]);
      }));

    it("forget after a window without an attempt, and end a wait when its attempt is given back", () =>
      run(async ({ attempts, clock }, tenantId) => {
        const subject = subjectOf(tenantId);
        for (let tried = 0; tried < 5; tried += 1) await attempts.count(subject, GROWING);
        await attempts.giveBack(subject);
        expect(await attempts.count(subject, GROWING)).toBeUndefined();
        expect(await attempts.count(subject, GROWING)).toEqual({ retryAfterMs: 30 });

        clock.advance(1_030);

        for (let tried = 0; tried < 5; tried += 1) expect(await attempts.count(subject, GROWING)).toBeUndefined();
        expect(await attempts.count(subject, GROWING)).toEqual({ retryAfterMs: 30 });
      }));
  });

  it("are told of once in each window", () =>
    run(async (stores, tenantId) => {
      const { attempts, clock } = stores;
      const tell = () => attempts.tell(subjectOf(tenantId), aChange(tenantId, clock.now()));
      expect(await tell()).toBe(false);
      for (let window = 0; window < 2; window += 1) {
        for (let tried = 0; tried < 5; tried += 1) await attempts.count(subjectOf(tenantId), FIVE);
        const told = await Promise.all([tell(), tell(), tell()]);
        expect(told.filter(Boolean)).toHaveLength(1);
        clock.advance(1_000);
      }
      expect(await stores.factIds(tenantId)).toHaveLength(2);
    }));

  it("are counted apart for every kind and subject", () =>
    run(async ({ attempts }, tenantId) => {
      const one = { max: 1, windowMs: 1_000 };
      await attempts.count(subjectOf(tenantId), one);

      expect(await attempts.count({ ...subjectOf(tenantId), subject: "8" }, one)).toBeUndefined();
      expect(await attempts.count({ ...subjectOf(tenantId), kind: "sign-in-user" }, one)).toBeUndefined();
      expect(await attempts.count(subjectOf(tenantId), one)).toBeDefined();
    }));

  it("take any text as a subject", () =>
    run(async ({ attempts }, tenantId) => {
      const subject = { tenantId, kind: "sign-in-user", subject: "ü#/".repeat(10_000) } as const;

      expect(await attempts.count(subject, { max: 1, windowMs: 1_000 })).toBeUndefined();
      expect(await attempts.count({ ...subject, subject: "" }, { max: 1, windowMs: 1_000 })).toBeUndefined();
    }));

  it("burn a code's time step once, by device", () =>
    run(async ({ attempts }, tenantId) => {
      const burned = await Promise.all(Array.from({ length: 20 }, () => attempts.burnCode(tenantId, 1, 100)));

      expect(burned.filter(Boolean)).toHaveLength(1);
      expect(await attempts.burnCode(tenantId, 1, 100)).toBe(false);
      expect(await attempts.burnCode(tenantId, 1, 101)).toBe(true);
      expect(await attempts.burnCode(tenantId, 2, 100)).toBe(true);
    }));
});
