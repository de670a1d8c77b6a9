import { Failure, type FailureCode } from "../../functions/domain/failure.ts";
import type { BuildSystem } from "./build-system.ts";
import type { ActorCall } from "./interference.ts";

/** What becomes of one call. */
export const FAULTS = ["is refused", "loses its answer", "dies before", "dies after"] as const;
export type Fault = (typeof FAULTS)[number];

export const callName = ({ port, method }: ActorCall): string => `${port}.${method}`;

/** What a port throws when it may work next time. */
const REFUSALS: Readonly<Record<string, FailureCode>> = {
  users: "tenant-database-unavailable",
  database: "tenant-database-unavailable",
  snapshot: "dump-failed",
  attachments: "attachments-unavailable",
};

/** Breaks the N-th call of those that count, once; tells whether it came to that. */
export function breakNthCall(
  system: BuildSystem,
  counts: (call: ActorCall) => boolean,
  nth: number,
  fault: Fault,
): () => boolean {
  let seen = 0;
  let broken: ActorCall["args"] | undefined;
  const isTheOne = (call: ActorCall): boolean => counts(call) && (seen += 1) === nth;
  system.interfere({
    before(call) {
      if (!isTheOne(call)) return;
      broken = call.args;
      if (fault === "is refused") throw new Failure(REFUSALS[call.port] ?? "service-busy");
      if (fault === "dies before") call.actor.kill();
    },
    after(call) {
      if (broken === undefined || call.args !== broken) return;
      if (fault === "loses its answer") throw new Failure("answer-ambiguous");
      if (fault === "dies after") call.actor.kill();
    },
  });
  return () => broken !== undefined;
}

/** How often each method is called, by name. */
export function countCalls(system: BuildSystem): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  system.interfere({
    before: (call) => void counts.set(callName(call), (counts.get(callName(call)) ?? 0) + 1),
  });
  return counts;
}
