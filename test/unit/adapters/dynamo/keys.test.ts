import { describe, expect, it } from "vitest";
import * as keys from "../../../../functions/adapters/dynamo/keys.ts";

const of = { tenantId: "acme", backupId: "b1", generation: 1 };
const work = { ...of, step: "pack", range: { round: 1, first: 1, last: 2 } } as const;

const TENANT_KEYS = [
  keys.tenantKey("acme"),
  keys.tokenKey("acme", 7),
  keys.sessionKey("acme", "h"),
  keys.attemptsKey("acme", "confirm", "h"),
  keys.codeKey("acme", 1, 2),
  keys.backupKey("acme", "b1"),
  keys.slotKey("acme"),
  keys.dayKey("acme", "2026-01-31"),
  keys.idempotencyKey("acme", 7, "k"),
  keys.outboxKey("acme", "e"),
  keys.noticeKey("acme", "e", 7),
  keys.auditKey("acme", 1, "f"),
  keys.stepKey(work),
  keys.partKey(of, 1),
  keys.signatureKey(of),
];

describe("keys of rows", () => {
  it("all begin with the tenant, so that a role can be confined to one", () => {
    for (const { pk } of TENANT_KEYS) expect(pk).toMatch(/^T#acme(#B#b1)?$/);
  });

  it("of the chain of facts begin with another letter, so that whoever writes a tenant's rows cannot write it", () => {
    expect(keys.chainRowKey("acme", 12)).toEqual({ pk: "A#acme", sk: "CHAIN#000000000012" });
    expect(keys.chainHeadKey("acme")).toEqual({ pk: "A#acme", sk: "HEAD" });
  });

  it("are all different", () => {
    expect(new Set(TENANT_KEYS.map(({ pk, sk }) => `${pk} ${sk}`)).size).toBe(TENANT_KEYS.length);
  });

  it("sort parts and facts as their numbers do", () => {
    const parts = [1, 2, 10, 9_999, 10_000].map((number) => keys.partKey(of, number).sk);
    const facts = [1, 999, 1_769_860_800_000, 10_000_000_000_000].map((at) => keys.auditKey("acme", at, "f").sk);

    expect(parts.toSorted()).toEqual(parts);
    expect(facts.toSorted()).toEqual(facts);
  });

  it("tell ranges, rounds and generations of one step apart", () => {
    const works = [
      work,
      { ...work, generation: 2 },
      { ...work, range: { round: 2, first: 1, last: 2 } as const },
      { ...work, range: { round: 1, first: 1, last: 20 } as const },
      { ...of, step: "seal" } as const,
    ];

    expect(new Set(works.map((each) => keys.stepKey(each).sk)).size).toBe(works.length);
  });
});
