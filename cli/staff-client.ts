import { Sha256Node } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import * as z from "zod";
import type { Account } from "./account.ts";
import { commandError } from "./command-error.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";

export interface Question {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Segments of the path below `/support/v1/tenants`. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
}

export interface StaffClient {
  /** The answer's document. Throws `CommandError` for every answer that is no success. */
  ask<Document>(question: Question, shape: z.core.$ZodType<Document>): Promise<Document>;
}

const problemShape = z.looseObject({
  message: z.string(),
  _embedded: z.looseObject({ details: z.record(z.string(), z.unknown()) }).optional(),
});

const ANSWER_MS_MAX = 60_000;

/** The staff's API at `url`, each request signed for API Gateway with the account's credentials. */
export function staffClient(url: URL, account: Account): StaffClient {
  const signer = new SignatureV4({ service: "execute-api", sha256: Sha256Node, ...account });
  return {
    async ask({ method, path, query = {}, body }, shape) {
      const asked = Object.entries(query).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, value]],
      );
      const text = body === undefined ? undefined : JSON.stringify(body);
      const signed = await signer.sign({
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: ["/support/v1/tenants", ...path.map(encodeURIComponent)].join("/"),
        query: Object.fromEntries(asked),
        headers: { host: url.host, ...(text === undefined ? {} : { "content-type": "application/json" }) },
        body: text,
      });
      const address = new URL(signed.path, url);
      for (const [name, value] of asked) address.searchParams.append(name, value);
      const answer = await send(address, method, signed.headers, text);
      const document: unknown = answer.text === "" ? undefined : parse(answer.text);
      if (answer.status >= 200 && answer.status < 300) return understood(document, shape);
      throw problemOf(answer, document);
    },
  };
}

/** A service that is newer than this program may say what it does not know. */
function understood<Document>(document: unknown, shape: z.core.$ZodType<Document>): Document {
  const read = z.safeParse(shape, document);
  if (read.success) return read.data;
  const where = read.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw commandError(EXIT.unexpected, `The service answered what this release of coffer does not know (${where}).`);
}

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
  /** What API Gateway calls the refusal. */
  readonly errorType: string | null;
}

async function send(
  address: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): Promise<HttpAnswer> {
  try {
    const response = await fetch(address, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    return {
      status: response.status,
      text: await response.text(),
      retryAfter: response.headers.get("retry-after"),
      errorType: response.headers.get("x-amzn-errortype"),
    };
  } catch (cause) {
    throw commandError(EXIT.later, `${address.origin} does not answer.`, cause);
  }
}

function problemOf({ status, errorType, retryAfter }: HttpAnswer, document: unknown) {
  const problem = problemShape.safeParse(document);
  const message = problem.success ? problem.data.message : `The service answered ${status}.`;
  const details = Object.entries(problem.data?._embedded?.details ?? {}).map(
    ([name, value]) => `${name}: ${String(value)}`,
  );
  const facts = [
    ...details,
    ...(errorType === null ? [] : [errorType]),
    ...(retryAfter === null ? [] : [`again in ${retryAfter} s`]),
  ];
  return commandError(exitCodeOf(status), facts.length === 0 ? message : `${message} (${facts.join("; ")})`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
