import type { CopyOutcome } from "../archive/archive-store.ts";

/** What one slice moved, for its log line: how much passed this worker, and how much never did. */
export interface Traffic {
  /** Passes them on, counted. */
  counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void>;
  uploaded(bytes: number): void;
  copied(bytes: number, result: CopyOutcome): void;
  facts(): TrafficFacts;
}

type TrafficFacts = Readonly<Record<keyof typeof NONE, number>> & { readonly refusedFor?: readonly string[] };

const NONE = { bytesRead: 0, bytesUploaded: 0, bytesCopied: 0, copies: 0, copiesRefused: 0, requests: 0 };

export function countTraffic(): Traffic {
  const sums = { ...NONE };
  const refusedFor = new Set<string>();
  return {
    async *counted(bytes) {
      sums.requests += 1;
      for await (const chunk of bytes) {
        sums.bytesRead += chunk.length;
        yield chunk;
      }
    },
    uploaded(bytes) {
      sums.requests += 1;
      sums.bytesUploaded += bytes;
    },
    copied(bytes, result) {
      sums.requests += 1;
      if (result.outcome === "copied") {
        sums.copies += 1;
        sums.bytesCopied += bytes;
      } else {
        sums.copiesRefused += 1;
        refusedFor.add(result.error);
      }
    },
    facts: () => ({ ...sums, ...(refusedFor.size === 0 ? {} : { refusedFor: [...refusedFor] }) }),
  };
}
