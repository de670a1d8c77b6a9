import type { CopyOutcome } from "../archive/archive-store.ts";
import type { WorkStore } from "../archive/work-store.ts";

/** What one slice moved, for its log line: how much passed this worker, and how much never did. */
export interface Traffic {
  /** Passes them on, counted. */
  counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void>;
  uploaded(bytes: number): void;
  copied(bytes: number, result: CopyOutcome): void;
  /** The same store, with what is written there counted. */
  writing(work: WorkStore): WorkStore;
  facts(): TrafficFacts;
}

type TrafficFacts = Readonly<Record<keyof typeof NONE, number>> & { readonly refusedFor?: readonly string[] };

const NONE = { bytesRead: 0, bytesUploaded: 0, bytesCopied: 0, copies: 0, copiesRefused: 0, requests: 0 };

export function countTraffic(): Traffic {
  const sums = { ...NONE };
  const refusedFor = new Set<string>();
  const uploaded = (bytes: number, requests = 1): void => {
    sums.requests += requests;
    sums.bytesUploaded += bytes;
  };
  return {
    uploaded,
    writing: (work) => ({
      ...work,
      async write(key, bytes) {
        const written = await work.write(key, bytes);
        uploaded(written.bytes, written.requests);
        return written;
      },
    }),
    async *counted(bytes) {
      sums.requests += 1;
      for await (const chunk of bytes) {
        sums.bytesRead += chunk.length;
        yield chunk;
      }
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
