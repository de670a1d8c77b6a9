import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";

/** A door in front of a server, which sends the first connections away with 503. */
export async function startAwayDoor(connections: number, port: number) {
  let left = connections;
  const body = '{"_type":"Error","message":"Out to lunch."}';
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    left -= 1;
    if (left >= 0) {
      socket.once("data", () =>
        socket.end(`HTTP/1.1 503 Away\r\nRetry-After: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
      );
    } else {
      const behind = connect(port, "127.0.0.1");
      behind.on("error", () => socket.destroy());
      socket.pipe(behind).pipe(socket);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: async () => void server.close() };
}
