import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import { createServer, type Server, type Socket } from "node:net";

/** First byte of a TLS connection (RFC 8446, 5.1: handshake); a request in plain HTTP begins with a letter. */
const TLS_HANDSHAKE = 0x16;

/**
 * One port for `http` and `https`: scripts are written for `https`, a browser on this machine needs no certificate for
 * `http`. `close` ends every connection.
 */
export function serveBoth(plain: HttpServer, secure: HttpsServer): { readonly server: Server; close(): void } {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A client that hangs up before it said anything is nothing to tell of.
    socket.on("error", () => socket.destroy());
    socket.once("data", (start: Buffer) => {
      socket.pause();
      socket.unshift(start);
      (start[0] === TLS_HANDSHAKE ? secure : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
  return {
    server,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
