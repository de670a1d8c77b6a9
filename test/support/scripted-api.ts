import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface SeenRequest {
  readonly line: string;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** An API that answers what it is told to, in that order; the last answer is given again and again. */
export async function startScriptedApi() {
  const seen: SeenRequest[] = [];
  let answers: readonly ScriptedAnswer[] = [];
  const serve = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const key = asked.headers["idempotency-key"]?.toString();
    const { authorization } = asked.headers;
    seen.push({ line: `${asked.method} ${asked.url}`, key, authorization, body: await text(asked) });
    const [next, ...rest] = answers;
    if (rest.length > 0) answers = rest;
    answer.writeHead(next?.status ?? 500, next?.headers).end(JSON.stringify(next?.body ?? {}));
  };
  const server = createServer((asked, answer) => {
    serve(asked, answer).catch(() => answer.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    /** From now on. */
    answer(...all: readonly ScriptedAnswer[]) {
      answers = all;
      seen.length = 0;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
