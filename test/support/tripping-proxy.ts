import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A proxy for `http` whose first answer that is longer than so many bytes comes to nothing after them: the connection is
 * cut, or just falls silent. All others pass through.
 */
export async function startTrippingProxy(how: "cut" | "stall", bytesMax: number) {
  let hasTripped = false;
  const pass = async (asked: IncomingMessage, answer: ServerResponse) => {
    const behind = request(asked.url ?? "", { method: asked.method, headers: asked.headers }).end();
    const [reply] = (await once(behind, "response")) as [IncomingMessage];
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    let bytes = 0;
    for await (const chunk of reply as AsyncIterable<Buffer>) {
      if (!hasTripped && bytes + chunk.length > bytesMax) {
        hasTripped = true;
        answer.write(chunk.subarray(0, bytesMax - bytes), () => {
          if (how === "cut") answer.destroy();
        });
        return;
      }
      bytes += chunk.length;
      answer.write(chunk);
    }
    answer.end();
  };
  const server = createServer((asked, answer) => {
    pass(asked, answer).catch(() => answer.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
