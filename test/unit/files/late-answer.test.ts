import { expect, it } from "vitest";
import { DUMP_PATH } from "../../../functions/domain/archive/inventory.ts";
import { downloadWorld } from "../../support/download-world.ts";

it("taking a file out leaves the session as it is where nobody may be waiting for the answer any more", async () => {
  const world = downloadWorld();
  const { extracts, clock } = world.deps;
  const put = extracts.put.bind(extracts);
  Object.assign(extracts, {
    put: async (...object: Parameters<typeof put>) => {
      clock.advance(27_000);
      await put(...object);
    },
  });
  const before = await world.signIn("ada");
  expect((await world.askExtract(before, DUMP_PATH)).status).toBe(503);
  expect(world.world.tickets.size).toBe(0);
  Object.assign(extracts, { put });
  expect((await world.askExtract(before, DUMP_PATH)).status).toBe(201);
});
