import type { PortCall } from "./watched-port.ts";

/** A call, and who makes it. */
export interface ActorCall extends PortCall {
  readonly actor: Actor;
}

export interface Actor {
  readonly kind: "worker" | "sweeper" | "relay" | "auditor";
  readonly number: number;
  /** Nothing more of this invocation runs: its next call, or the answer of its present one, never comes. */
  kill(): void;
}

/** Looks at, delays, breaks or kills what goes on. */
export interface Interference {
  before?(call: ActorCall): void | Promise<void>;
  after?(call: ActorCall): void | Promise<void>;
}
