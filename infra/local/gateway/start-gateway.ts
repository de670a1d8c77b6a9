import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { pass } from "../overhear.ts";
import { authorize } from "./authorize.ts";
import { authorizeIam, type IamSurroundings } from "./authorize-iam.ts";
import { compressAnswer } from "./compress-answer.ts";
import { type Answer, type AnswerType, gatewayAnswer, type Said } from "./gateway-answer.ts";
import { matchRoute } from "./match-route.ts";
import type { Certificate } from "./own-certificate.ts";
import { proxyEvent } from "./proxy-event.ts";
import { renderAnswer } from "./render-answer.ts";
import type { FrontDoor } from "./route.ts";
import { serveBoth } from "./serve-both.ts";

export interface Gateway {
  readonly port: number;
  close(): Promise<void>;
}

const bodyBytesMax = 10 * 1024 * 1024;

/**
 * API Gateway for one machine: REST API, Lambda proxy integration, `http` and `https` on one port. Throws a message naming
 * `--port` for a taken port.
 */
export async function startGateway(
  door: FrontDoor,
  port: number,
  certificate: Certificate,
  iam: IamSurroundings,
): Promise<Gateway> {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response, door, iam).catch((error) => {
      console.error("the gateway could not answer:", error);
      response.destroy();
    });
  };
  const both = serveBoth(createServer(answer), createSecureServer(certificate, answer));
  const { server } = both;
  server.listen({ host: "127.0.0.1", port });
  await listening(server, port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The gateway has no port.");
  return {
    port: address.port,
    async close() {
      both.close();
      await once(server, "close");
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  try {
    await once(server, "listening");
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE")) throw cause;
    throw new Error(`Port ${port} is taken. Stop what uses it, or choose another: npm start -- --port ${port + 1}`, {
      cause,
    });
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  door: FrontDoor,
  iam: IamSurroundings,
): Promise<void> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  const accept = request.headers.accept ?? "";
  const context = { requestId: randomUUID(), httpMethod: request.method ?? "GET", path, accept };
  const refuse = (type: AnswerType, said?: Said) =>
    send(response, gatewayAnswer(type, door, context, said), context.requestId);
  const match = matchRoute(door.routes, context.httpMethod, path);
  if (match === undefined) return refuse("MISSING_AUTHENTICATION_TOKEN");
  const body = await read(request);
  if (body === undefined) return refuse("REQUEST_TOO_LARGE");

  const event = proxyEvent(request, body, match, door, context.requestId);
  if (match.route.authorizer !== undefined) {
    const verdict = await authorize(match.route.authorizer, event);
    if (!verdict.isAllowed) return refuse(verdict.answer);
    event.requestContext.authorizer = verdict.authorizer;
  }
  if (match.route.isIam === true) {
    const verdict = await authorizeIam(request, body, door, iam);
    if (!verdict.isAllowed) return refuse(verdict.answer, verdict);
    Object.assign(event.requestContext.identity, verdict.identity);
  }
  const stop = new AbortController();
  const outcome = await Promise.race([
    match.route.function.invoke(event),
    delay(match.route.timeoutMs, undefined, { signal: stop.signal }).catch(() => undefined),
  ]);
  stop.abort();
  if (outcome === undefined) return refuse("INTEGRATION_TIMEOUT");
  if (outcome.state === "failed") return refuse("DEFAULT_5XX");
  const answer = renderAnswer(outcome.payload, door.binaryMediaTypes, accept);
  if (answer === undefined) return refuse("DEFAULT_5XX");
  pass({ kind: "exchange", event, answer });
  const packed = compressAnswer(answer, door.compressedBytesMin, request.headers["accept-encoding"] ?? "");
  send(response, packed, context.requestId);
}

function send(response: ServerResponse, { status, headers, body }: Answer, requestId: string): void {
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.setHeader("x-amzn-RequestId", requestId);
  // Node sends no body with these, whatever it is given; a length would be a lie.
  if (status !== 204 && status !== 304) response.setHeader("Content-Length", body.length);
  response.writeHead(status).end(body);
}

/** `undefined` when it is longer than API Gateway takes; the rest is read and thrown away, so that the answer arrives. */
async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  return bytes <= bodyBytesMax ? Buffer.concat(chunks) : undefined;
}
