import { expect, test } from "vitest";
import { collectArchive } from "../../../functions/domain/download/collect-archive.ts";
import { COLLECTION_PER_ADDRESS } from "../../../functions/domain/session/attempts.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { routeWorld } from "../../support/route-world.ts";

const codesOf = (answers: readonly PromiseSettledResult<string>[]) =>
  answers.map((answer) => (answer.status === "rejected" ? String(answer.reason?.code) : "collected"));

test("wrong collection codes are counted by network before any is looked up, 500 at once", async () => {
  const { deps } = routeWorld();
  const tries = Array.from({ length: 500 }, (_, nth) =>
    collectArchive(deps, aTenant(), `opbc_${nth}`, { address: `2001:db8:1:2::${nth.toString(16)}`, requestId: "r1" }),
  );

  const codes = codesOf(await Promise.allSettled(tries));

  const { max } = COLLECTION_PER_ADDRESS;
  expect(codes.filter((code) => code === "collection-refused")).toHaveLength(max);
  expect(codes.filter((code) => code === "too-many-attempts")).toHaveLength(500 - max);
});
