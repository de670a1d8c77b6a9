import { subscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";
import { startS3 } from "../../infra/local/s3/start-s3.ts";
import { ACCOUNT_ID, REGION } from "../../infra/local/template/account.ts";
import { answerParent } from "./ask-child.ts";
import { owner } from "./owner.ts";

/** The local S3 server in a process of its own: `node serve-s3.ts <directory>`. Says what it was asked for and moved. */
const [, , directory = ""] = process.argv;
const server = await startS3({
  port: 0,
  directory,
  region: REGION,
  accountId: ACCOUNT_ID,
  isTls: true,
  credentials: (id) => (id === owner.accessKeyId ? owner.secretAccessKey : undefined),
});

/** What went over each connection so far, headers included. */
const connections = new Set<Socket>();
let [bytesIn, bytesOut] = [0, 0];
subscribe("http.server.request.start", (message) => {
  const socket = typeof message === "object" && message !== null && "socket" in message ? message.socket : undefined;
  if (!(socket instanceof Socket) || connections.has(socket)) return;
  connections.add(socket);
  socket.once("close", () => {
    connections.delete(socket);
    bytesIn += socket.bytesRead;
    bytesOut += socket.bytesWritten;
  });
});
const live = (what: "bytesRead" | "bytesWritten") => [...connections].reduce((sum, each) => sum + each[what], 0);

answerParent({ url: server.url }, () => ({
  requests: Object.fromEntries(server.faults.counts),
  bytesIn: bytesIn + live("bytesRead"),
  bytesOut: bytesOut + live("bytesWritten"),
}));
