import { expect, test } from "vitest";
import { type RouteWorld, routeWorld } from "../../support/route-world.ts";
import { OURS } from "../routes/route-states.ts";

const make = async ({ ask, cookieOf }: RouteWorld, password = "right") => {
  const headers = { ...OURS, cookie: await cookieOf("ada") };
  const path = { backupId: "b1" };
  const answer = await ask("POST /api/v3/backups/{backupId}/collection_codes", { path, headers, body: { password } });
  return { ...answer, document: JSON.parse(answer.body) as Record<string, unknown> };
};
const collect = ({ ask }: RouteWorld, code: unknown) =>
  ask("POST /api/v3/collections", { headers: OURS, body: { code } });

test("a collection code is shown once, kept hashed, mailed of, and opens the backup without a sign-in", async () => {
  const world = routeWorld();
  await world.sayFarewell();
  const { status, document, cookies } = await make(world);
  expect([status, cookies.length]).toEqual([201, 1]);
  const { code } = document;
  expect(code).toMatch(/^opbc_[\w-]{43}$/u);
  expect(world.stored("acme")).not.toContain(String(code));
  expect(JSON.stringify(world.world.facts)).not.toContain(String(code));
  expect(world.stored("acme")).toContain("collection-code-made");
  world.lock("ada");
  expect(await collect(world, code)).toMatchObject({ status: 303, headers: { location: expect.any(String) } });
});

test("there is none while the installation is not about to go, whoever proves themselves", async () => {
  const world = routeWorld();
  expect(await make(world)).toMatchObject({ status: 409, document: { _type: "Error" } });
  expect(world.world.collections.size).toBe(0);
});

test("there is none for a backup that support merely handed out", async () => {
  const world = routeWorld();
  await world.sayFarewell();
  const [handOut] = [...world.world.handOuts.values()];
  if (!handOut) throw new Error("nothing was handed out");
  const { isLast: _, ...ordinary } = handOut;
  world.world.handOuts.set("acme/b1", ordinary);
  expect((await make(world)).status).toBe(409);
});

test("there is none without a proof", async () => {
  const world = routeWorld();
  await world.sayFarewell();
  expect((await make(world, "wrong")).status).toBe(403);
  expect(world.world.collections.size).toBe(0);
});

test("it is good for one host name", async () => {
  const world = routeWorld();
  await world.sayFarewell();
  const { document } = await make(world);
  const domainName = world.domainNameOf("gus");
  const answer = await world.ask("POST /api/v3/collections", { domainName, headers: OURS, body: document });
  expect(answer.status).toBe(422);
  const { code } = document;
  const again = await world.ask("POST /api/v3/collections", { domainName, headers: OURS, body: { code } });
  expect(again.status).toBe(403);
});
