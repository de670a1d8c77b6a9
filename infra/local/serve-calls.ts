import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultEffect, Faults } from "./faults.ts";
import { pass } from "./overhear.ts";

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface CallServer {
  readonly url: string;
  readonly port: number;
  /** Takes no more calls, and waits for those that are being carried out. */
  close(): Promise<void>;
}

export interface CallHandler {
  /** The AWS operation, e.g. `PutItem`: what faults are armed by. */
  operationOf(call: Call): string;
  handle(call: Call, operation: string): Promise<Reply>;
  refuse(effect: Extract<FaultEffect, { kind: "refuse" }>, call: Call, operation: string): Reply;
}

const bodyBytesMax = 16 * 1024 * 1024;
/** Longer than callers keep an idle connection: one that is closed just as it is used again looks like a lost call. */
const keepAliveMs = 120_000;

/** Serves an AWS-like API on 127.0.0.1, with faults on demand. Port 0 means any that is free. */
export async function serveCalls(port: number, faults: Faults, handler: CallHandler): Promise<CallServer> {
  const running = new Set<Promise<void>>();
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    const answering = answer(request, response, faults, handler).finally(() => running.delete(answering));
    running.add(answering);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.allSettled(running);
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  faults: Faults,
  handler: CallHandler,
): Promise<void> {
  const body = await bodyOf(request);
  if (!body) return void response.writeHead(413).end();
  const call = { method: request.method ?? "", path: request.url ?? "/", headers: request.headers, body };
  const operation = handler.operationOf(call);
  const effect = faults.next(operation);
  if (effect?.kind === "drop-request") return void request.socket.destroy();
  if (effect?.kind === "delay") await wait(effect.ms);
  let reply: Reply;
  try {
    reply = effect?.kind === "refuse" ? handler.refuse(effect, call, operation) : await handler.handle(call, operation);
  } catch (error) {
    // A handler turns what the caller did wrong into a reply: anything thrown is a mistake in this server.
    console.error(`${operation} failed inside the local service:`, error);
    reply = { status: 500, body: JSON.stringify({ __type: "InternalServerError", message: "see the local log" }) };
  }
  pass({ kind: "call", call, reply });
  if (effect?.kind === "drop-answer") return void request.socket.destroy();
  response.writeHead(reply.status, { ...reply.headers, "content-length": Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

/** Nothing when it is larger than any call may be, or when the caller went away. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes > bodyBytesMax) return undefined;
      chunks.push(chunk);
    }
  } catch (error) {
    if (request.destroyed) return undefined;
    throw error;
  }
  return Buffer.concat(chunks);
}
