import type { BenchWorld } from "../archive/bench-world.ts";
import { makeBackup } from "../cloud/make-backup.ts";
import { registerBenchTenant } from "../cloud/register-bench-tenant.ts";
import type { Way } from "./way.ts";

/** One tenant a round, so that each first backup finds nothing before it. */
const tenantIdOf = ({ round }: BenchWorld) => `round-${round}`;

export const cofferFirstWay: Way = {
  name: "Coffer, first",
  prepare: (world) => registerBenchTenant(world, tenantIdOf(world)),
  run: (world) => run(world),
};

export const cofferSecondWay: Way = { name: "Coffer, second", isSecond: true, run: (world) => run(world) };

async function run(world: BenchWorld) {
  const made = await makeBackup(world.cloud, tenantIdOf(world));
  return { keptBytes: made.archive.bytes, wallMs: made.stages.ready, made };
}
