import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Answer } from "./gateway/gateway-answer.ts";
import type { Call, Reply } from "./serve-calls.ts";

/** What passes between the parts of the local system, all of which are in this process but for the functions. */
export type Passing =
  | { readonly kind: "call"; readonly call: Call; readonly reply: Reply }
  | { readonly kind: "exchange"; readonly event: APIGatewayProxyEvent; readonly answer: Answer }
  /** An identity provider's own answer to a code. */
  | { readonly kind: "tokens"; readonly tokens: Readonly<Record<string, unknown>> };

type Listener = (passing: Passing) => void;

const listeners = new Set<Listener>();

/** Tells the listener of everything from now on; returns how to stop that. For tests that look for what was written where. */
export function overhear(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function pass(passing: Passing): void {
  for (const listener of listeners) listener(passing);
}
