import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultEffect, Faults } from "../faults.ts";
import { authenticate, type CredentialLookup } from "./authenticate.ts";
import { requirePermissions } from "./authorize.ts";
import { findOperation, permissionsOf, refuseUnknown } from "./find-operation.ts";
import type { Operation } from "./operations.ts";
import { openRequestBody, type RequestBody } from "./request-body.ts";
import { readAddress, type S3Address } from "./s3-address.ts";
import { isS3Error, s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { renderXml } from "./xml-render.ts";

export interface AnswerDeps {
  readonly store: Store;
  readonly credentials: CredentialLookup;
  readonly faults: Faults;
}

/** One request: address, operation, fault if one is armed, signature, permission, act, answer. */
export async function answerRequest(
  message: IncomingMessage,
  response: ServerResponse,
  deps: AnswerDeps,
): Promise<void> {
  response.setHeader("x-amz-request-id", randomBytes(8).toString("hex").toUpperCase());
  response.setHeader("x-amz-id-2", randomUUID());
  response.setHeader("server", "AmazonS3");
  // By the server's own clock: clients set theirs by it.
  response.setHeader("date", new Date(deps.store.nowMs()).toUTCString());
  const body = openRequestBody(message, response);
  let answer: S3Answer;
  let effect: FaultEffect | undefined;
  try {
    const headers = readHeaders(message);
    const address = readAddress(headers.get("host") ?? "", message.url ?? "/");
    const method = message.method ?? "";
    const operation = findOperation(method, address, headers);
    effect = deps.faults.next(operation?.name ?? "Unknown");
    if (effect?.kind === "drop-request") return void message.socket.destroy();
    if (effect?.kind === "delay") await delay(effect.ms);
    answer =
      effect?.kind === "refuse" ? injected(effect) : await act(operation, { method, address, headers, body }, deps);
  } catch (error) {
    answer = renderFailure(error, message, response);
  }
  if (effect?.kind === "drop-answer") {
    answer.download?.release();
    return void message.socket.destroy();
  }
  await body.drain();
  await send(message, response, answer);
}

interface Parts {
  readonly method: string;
  readonly address: S3Address;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: RequestBody;
}

async function act(
  operation: Operation | undefined,
  parts: Parts,
  { store, credentials }: AnswerDeps,
): Promise<S3Answer> {
  const { method, address, headers, body } = parts;
  const query = (name: string) => address.query.find(([each]) => each === name)?.[1];
  const caller = authenticate(
    { method, address, headers, query },
    { credentials, region: store.region, nowMs: store.nowMs() },
  );
  if (operation === undefined) throw s3Error("NotImplemented");
  // A presigner moves headers of its request into the query: they count as if they had been sent.
  const hoisted =
    caller.authType === "REST-QUERY-STRING" ? address.query.filter(([name]) => name.startsWith("x-amz-")) : [];
  const effective = new Map([...hoisted, ...headers]);
  const request: S3Request = {
    method,
    bucket: address.bucket,
    key: address.key,
    query,
    header: (name) => effective.get(name),
    headers: effective,
    caller,
    body: body.bytes,
  };
  requirePermissions(request, store, permissionsOf(operation, request));
  refuseUnknown(operation, address, effective);
  for (const header of ["x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"]) {
    if ((request.header(header) ?? store.accountId) !== store.accountId) throw s3Error("AccessDenied");
  }
  return operation.act(request, store);
}

function readHeaders(message: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(message.headers).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name, typeof value === "string" ? value : value.join(",")] as const];
    }),
  );
}

const injected = ({ status, code }: FaultEffect & { kind: "refuse" }): S3Answer => ({
  status,
  document: renderXml("Error", { Code: code, Message: "A fault that was armed on this server." }, false),
});

function renderFailure(error: unknown, message: IncomingMessage, response: ServerResponse): S3Answer {
  const known = isS3Error(error) ? error : s3Error("InternalError");
  if (known !== error && !message.destroyed) console.error("the local S3 server failed:", error);
  const extra = isS3Error(error) && "headers" in error ? readExtra(error.headers) : {};
  const document = renderXml(
    "Error",
    {
      Code: known.s3Code,
      Message: known.message,
      ...known.details,
      Resource: message.url?.split("?")[0],
      RequestId: String(response.getHeader("x-amz-request-id")),
      HostId: String(response.getHeader("x-amz-id-2")),
    },
    false,
  );
  return { status: known.status, headers: extra, document };
}

const readExtra = (headers: unknown): Record<string, string> =>
  typeof headers === "object" && headers !== null
    ? Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
    : {};

async function send(message: IncomingMessage, response: ServerResponse, answer: S3Answer): Promise<void> {
  if (response.destroyed) {
    answer.download?.release();
    return;
  }
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (value !== undefined) response.setHeader(name, Buffer.from(value).toString("latin1"));
  }
  // A body that was not even asked for may come nevertheless: the connection closes behind the answer.
  if (!message.complete) response.setHeader("connection", "close");
  if (answer.download !== undefined) {
    try {
      await pipeline(answer.download.bytes, response);
    } finally {
      answer.download.release();
    }
    return;
  }
  const document = answer.document ?? "";
  if (document !== "" && !response.hasHeader("content-type")) response.setHeader("content-type", "application/xml");
  if (!response.hasHeader("content-length") && answer.status !== 204 && answer.status !== 304) {
    response.setHeader("content-length", Buffer.byteLength(document));
  }
  response.end(message.method === "HEAD" ? undefined : document);
}
