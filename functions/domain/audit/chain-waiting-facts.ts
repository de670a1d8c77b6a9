import { byTenant, type ChainDeps, chainFacts } from "./chain-facts.ts";

/** Looked at in one run; what is left then has its turn in the next minute. */
const AT_ONCE = 5000;

/**
 * The safety net, run each minute: gives a place to every fact that waits, whatever its time says. What cannot be done for
 * one tenant keeps no other from its turn; throws all failures at the end.
 */
export const chainWaitingFacts = async (deps: ChainDeps): Promise<void> => {
  const failures: unknown[] = [];
  for (const [tenantId, facts] of byTenant(await deps.chain.waiting(AT_ONCE))) {
    await chainFacts(deps, tenantId, facts).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, "not all facts could be chained");
};
