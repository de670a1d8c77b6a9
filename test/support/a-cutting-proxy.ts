import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface CuttingProxy {
  /** For a browser's settings. */
  readonly url: string;
  /** The `range` header of each request for what is cut. */
  readonly ranges: readonly (string | undefined)[];
  close(): Promise<void>;
}

/**
 * A proxy between a browser and this machine that breaks the connection once: in the first answer to a path that ends so,
 * after so many bytes.
 */
export async function aCuttingProxy(pathEnd: string, bytesMax: number): Promise<CuttingProxy> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url ?? "");
    const isCut = url.pathname.endsWith(pathEnd);
    if (isCut) ranges.push(asked.headers.range);
    const { method, headers } = asked;
    const target = { host: "127.0.0.1", port: url.port, path: url.pathname + url.search, method, headers };
    const behind = request(target, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      if (isCut && ranges.length === 1) cut(reply, answer, bytesMax);
      else reply.pipe(answer);
    });
    behind.on("error", () => answer.destroy());
    asked.pipe(behind);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ranges,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function cut(reply: IncomingMessage, answer: ServerResponse, bytesMax: number): void {
  let bytes = 0;
  reply.on("data", (chunk: Buffer) => {
    if (bytes >= bytesMax) return;
    const taken = chunk.subarray(0, bytesMax - bytes);
    bytes += taken.length;
    answer.write(taken, () => {
      if (bytes >= bytesMax) answer.destroy();
    });
  });
}
