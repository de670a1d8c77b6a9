/**
 * Faults on demand, for every local service alike: "the 3rd UploadPart answers 503", "the 1st TransactWriteItems is
 * carried out, but its answer is lost". Tests arm them in-process; nothing arms them in an ordinary run.
 */
interface Fault {
  /** AWS operation name, e.g. `UploadPart`; `*` matches every operation. */
  readonly operation: string;
  /** The n-th matching call from now on, counted from 1. */
  readonly nth: number;
  /** How many calls in a row fail; 1 unless told. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

export type FaultEffect =
  /** Answer with this status and AWS error code; nothing is carried out. */
  | { readonly kind: "refuse"; readonly status: number; readonly code: string }
  /** Close the connection before anything is carried out. */
  | { readonly kind: "drop-request" }
  /** Carry the call out, then close the connection instead of answering: the ambiguous case. */
  | { readonly kind: "drop-answer" }
  /** Wait, then go on as usual. */
  | { readonly kind: "delay"; readonly ms: number };

export interface Faults {
  arm(fault: Fault): void;
  disarm(): void;
  /** Called by a service for each call it takes: counts it, and says what shall go wrong with it. */
  next(operation: string): FaultEffect | undefined;
  /** Calls taken so far, by operation. */
  readonly counts: ReadonlyMap<string, number>;
  resetCounts(): void;
}

export function createFaults(): Faults {
  let armed: { readonly fault: Fault; seen: number }[] = [];
  const counts = new Map<string, number>();
  return {
    counts,
    arm: (fault) => void armed.push({ fault, seen: 0 }),
    disarm: () => {
      armed = [];
    },
    resetCounts: () => counts.clear(),
    next(operation) {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
      let effect: FaultEffect | undefined;
      for (const entry of armed) {
        const { fault } = entry;
        if (fault.operation !== "*" && fault.operation !== operation) continue;
        entry.seen += 1;
        if (entry.seen >= fault.nth && entry.seen < fault.nth + (fault.times ?? 1)) effect ??= fault.effect;
      }
      return effect;
    },
  };
}
