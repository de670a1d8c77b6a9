import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as z from "zod";

export interface Invocation {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  readonly deadlineMs: number;
  readonly functionArn: string;
}

export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[] | undefined;
}

/** One function process, as the Runtime API sees it. */
interface Runtime {
  /** The process is ready for an invocation; it is given what `handOver` is called with. */
  onReady(handOver: (invocation: Invocation) => void): void;
  onAnswer(requestId: string, payload: string): void;
  onError(requestId: string | undefined, error: RuntimeError): void;
}

export interface RuntimeApi {
  /** Value of AWS_LAMBDA_RUNTIME_API for the process that is heard as `runtime`; and how to hear it no more. */
  attach(processId: string, runtime: Runtime): { readonly address: string; readonly detach: () => void };
  close(): Promise<void>;
}

const pathPattern = /^\/([^/]+)\/2018-06-01\/runtime\/(?:(init)|invocation\/([^/]+))\/?(next|response|error)?$/;
const errorShape = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
});

/** The Lambda Runtime API for all functions: each process has a path of its own in front of the API's paths. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const runtimes = new Map<string, Runtime>();
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    serve(request, response, runtimes).catch((error) => response.destroy(error));
  });
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The Runtime API has no port.");
  return {
    attach(processId, runtime) {
      runtimes.set(processId, runtime);
      return {
        address: `127.0.0.1:${address.port}/${processId}`,
        detach: () => void runtimes.delete(processId),
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  runtimes: ReadonlyMap<string, Runtime>,
): Promise<void> {
  const [, processId = "", init, requestId, verb] = pathPattern.exec(request.url ?? "") ?? [];
  const runtime = runtimes.get(processId);
  if (runtime === undefined) return void response.writeHead(403).end();
  if (request.method === "GET" && requestId === "next") {
    return runtime.onReady((invocation) => handOver(invocation, response));
  }
  const body = await read(request);
  if (init !== undefined && verb === "error") runtime.onError(undefined, errorShape.parse(JSON.parse(body)));
  else if (requestId !== undefined && verb === "response") runtime.onAnswer(requestId, body);
  else if (requestId !== undefined && verb === "error") runtime.onError(requestId, errorShape.parse(JSON.parse(body)));
  else return void response.writeHead(404).end();
  response.writeHead(202).end();
}

function handOver({ requestId, payload, deadlineMs, functionArn }: Invocation, response: ServerResponse): void {
  response
    .writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": requestId,
      "lambda-runtime-deadline-ms": String(deadlineMs),
      "lambda-runtime-invoked-function-arn": functionArn,
      "lambda-runtime-trace-id": `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${requestId.replaceAll("-", "").slice(0, 24)};Sampled=0`,
    })
    .end(payload);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
