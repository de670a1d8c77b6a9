import type { BuildWork, Step } from "../../functions/domain/backup/build-work.ts";
import { LEASE_MS, type Lease } from "../../functions/domain/backup/step-leases.ts";
import { aBackup, aBackupToken, aChange, aDump, aLayout, anAcceptance, dumpWork } from "./a-backup.ts";
import type { Stores } from "./stores.ts";

/** The ranges that round 1 is dealt as here. */
export const RANGES = [
  { round: 1, first: 1, last: 2 },
  { round: 1, first: 3, last: 4 },
] as const;

export const workAt = (tenantId: string, step: Exclude<Step, "dump">, backupId = "b1"): BuildWork => ({
  tenantId,
  backupId,
  step,
  generation: 1,
});

/** The messages that start a step, in the order of `RANGES` for `pack`. */
export const startsOf = (tenantId: string, step: Step, backupId = "b1"): BuildWork[] => {
  if (step === "dump") return [dumpWork({ tenantId, backupId })];
  const work = workAt(tenantId, step, backupId);
  return step === "pack" ? RANGES.map((range) => ({ ...work, range })) : [work];
};

/** The lease on a step that must be free. */
export async function leaseOn({ leases }: Stores, work: BuildWork): Promise<Lease> {
  const lease = await leases.acquire(work);
  if (lease === undefined) throw new Error(`no lease on ${work.step}`);
  return lease;
}

/** A token, and a backup accepted with it. */
export async function accept(stores: Stores, tenantId: string, backupId = "b1"): Promise<void> {
  const { tokens, backups, clock } = stores;
  await tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, clock.now()));
  const outcome = await backups.accept(anAcceptance(aBackup({ tenantId, backupId }), { at: clock.now() }));
  if (outcome.outcome !== "accepted") throw new Error(`refused: ${outcome.why}`);
}

/** Brings a fresh backup of the tenant, generation 1, to a step, and gives the leases on the step's messages. */
export async function atStep(stores: Stores, tenantId: string, step: Step): Promise<[Lease, ...Lease[]]> {
  const { backups, clock } = stores;
  const change = (next: Step) => aChange(tenantId, clock.now(), startsOf(tenantId, next));
  await accept(stores, tenantId);
  let leases = await leasesOf(stores, tenantId, "dump");
  if (step === "dump") return leases;
  await backups.beginDump(leases[0], aChange(tenantId, clock.now()));
  await backups.completeDump(leases[0], aDump(), change("layout"));
  leases = await leasesOf(stores, tenantId, "layout");
  if (step === "layout") return leases;
  await backups.completeLayout(leases[0], aLayout(), change("pack"));
  leases = await leasesOf(stores, tenantId, "pack");
  if (step === "pack") return leases;
  for (const [index, lease] of leases.entries()) {
    const rangesLeft = leases.length - index;
    const isLast = rangesLeft === 1;
    const next = isLast ? ({ phase: "sealing" } as const) : undefined;
    await backups.completeRange(lease, rangesLeft, next, isLast ? change("seal") : aChange(tenantId, clock.now()));
  }
  return leasesOf(stores, tenantId, "seal");
}

async function leasesOf(stores: Stores, tenantId: string, step: Step): Promise<[Lease, ...Lease[]]> {
  const leases: Lease[] = [];
  for (const work of startsOf(tenantId, step)) leases.push(await leaseOn(stores, work));
  const [first, ...others] = leases;
  if (first === undefined) throw new Error(`nothing starts ${step}`);
  return [first, ...others];
}

/** Another worker takes the step over, once the lease is over. */
export async function takeOver(stores: Stores, lease: Lease): Promise<Lease> {
  stores.clock.advance(LEASE_MS);
  return leaseOn(stores, lease.work);
}
