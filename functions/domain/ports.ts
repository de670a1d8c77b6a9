import type { FailureDetails } from "./failure.ts";

/** The time. Milliseconds since 1970-01-01T00:00:00Z. Nothing in the domain asks the machine. */
export interface Clock {
  now(): number;
}

/** Fresh identifiers and secrets. */
export interface Ids {
  /** RFC 9562 version 4. */
  uuid(): string;
  /** `bytes` bytes from the system's secure random source. */
  secret(bytes: number): Uint8Array;
}

/** Structured log lines; the adapter redacts. Errors are logged once, where they are finally handled. */
export interface Log {
  info(message: string, facts?: FailureDetails): void;
  warn(message: string, facts?: FailureDetails, error?: unknown): void;
  error(message: string, facts?: FailureDetails, error?: unknown): void;
}

/** Something done again and again until stopped: the beat of a lease. */
export interface Timer {
  every(ms: number, beat: () => void): { stop(): void };
}
