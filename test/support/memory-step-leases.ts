import type { BuildWork } from "../../functions/domain/backup/build-work.ts";
import { LEASE_MS, type Lease, type StepLeases } from "../../functions/domain/backup/step-leases.ts";
import { type LiveStep, type MemoryWorld, stepId } from "./memory-world.ts";

export function memoryStepLeases(world: MemoryWorld): StepLeases {
  const stepOf = (work: BuildWork): LiveStep | undefined => world.steps.get(stepId(work));
  const heldStep = (lease: Lease): LiveStep | undefined => {
    const step = stepOf(lease.work);
    return step?.fence === lease.fence ? step : undefined;
  };
  return {
    async acquire(work) {
      const step = stepOf(work);
      const now = world.clock.now();
      if (step === undefined || step.leaseUntil > now) return undefined;
      step.fence += 1;
      step.attempts += 1;
      occupy(step, now + LEASE_MS);
      return { work, fence: step.fence, attempts: step.attempts };
    },
    async renew(lease) {
      const step = heldStep(lease);
      if (step !== undefined) occupy(step, world.clock.now() + LEASE_MS);
      return step !== undefined;
    },
    async recordProgress(lease) {
      const step = heldStep(lease);
      if (step !== undefined) step.attempts = 0;
    },
    async release(lease) {
      const step = heldStep(lease);
      if (step !== undefined) occupy(step, world.clock.now());
    },
    stalled: async (before, limit) =>
      [...world.steps.values()]
        .filter((step) => step.dueAt < before)
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit)
        .map(({ work, attempts }) => ({ work, attempts })),
    async postpone(work) {
      const step = stepOf(work);
      if (step !== undefined) step.dueAt = Math.max(step.dueAt, world.clock.now() + LEASE_MS);
    },
    async remove(work) {
      world.steps.delete(stepId(work));
    },
  };
}

function occupy(step: LiveStep, until: number): void {
  step.leaseUntil = until;
  step.dueAt = until;
}
