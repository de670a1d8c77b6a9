import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { DEFAULT_RETRY, retry } from "../resilience/retry.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { failureOf, fateOf } from "./dynamo-error.ts";

/** A read. Throws `service-busy`. */
export const read = <T>({ retry: policy }: DynamoDeps, send: () => Promise<T>): Promise<T> =>
  call("read", send, policy, (error) => fateOf(error) !== "refused");

/** A write that may be carried out twice without harm. Throws `service-busy`, `answer-ambiguous`. */
export const write = <T>({ retry: policy }: DynamoDeps, send: () => Promise<T>): Promise<T> =>
  call("write", send, policy, (error) => fateOf(error) !== "refused");

/** A write that must not be repeated unless it is certain that it was not carried out. */
export const writeOnce = <T>({ retry: policy }: DynamoDeps, send: () => Promise<T>): Promise<T> =>
  call("write", send, policy, (error) => fateOf(error) === "busy");

async function call<T>(
  kind: "read" | "write",
  send: () => Promise<T>,
  policy = DEFAULT_RETRY,
  mayPass: (error: unknown) => boolean,
): Promise<T> {
  try {
    return await retry(send, mayPass, policy);
  } catch (error) {
    throw failureOf(error, kind);
  }
}

export type Conditional<T> =
  | { readonly isMet: true; readonly output: T }
  /** `item`: the row as it stands, where the call asked for it and there is one. */
  | { readonly isMet: false; readonly item: Readonly<Record<string, unknown>> | undefined };

/** Makes of a condition that did not hold what it is: an ordinary outcome. */
export async function conditional<T>(send: () => Promise<T>): Promise<Conditional<T>> {
  try {
    return { isMet: true, output: await send() };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { isMet: false, item: error.Item && unmarshall(error.Item) };
  }
}
