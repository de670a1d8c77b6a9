import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import type Ses from "aws-ses-v2-local";
import * as z from "zod";

/** Loaded as what it is, CommonJS: Node and Vite differ in what they make of its default export. */
const ses: typeof Ses = createRequire(import.meta.url)("aws-ses-v2-local");

const storeShape = z.object({
  emails: z.array(
    z.object({
      messageId: z.string(),
      from: z.string(),
      destination: z.object({ to: z.array(z.string()), cc: z.array(z.string()), bcc: z.array(z.string()) }),
      subject: z.string(),
      body: z.object({ html: z.string().optional(), text: z.string().optional() }),
      /** Seconds since 1970. */
      at: z.number(),
    }),
  ),
});

export type Mail = z.infer<typeof storeShape>["emails"][number];

export interface Mailbox {
  /** Endpoint of SES, and the page that shows what was sent. */
  readonly url: string;
  readonly port: number;
  /** All mails that were sent, oldest first. */
  inbox(): Promise<Mail[]>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** SES that delivers to a page. A taken port is replaced by a free one: nothing but a person's bookmark depends on it. */
export async function startMailbox(port: number): Promise<Mailbox> {
  const server = await ses.default({ host: "127.0.0.1", port: await freePort(port) });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The mailbox has no port.");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    port: address.port,
    inbox: async () => storeShape.parse(await (await fetch(`${url}/store`)).json()).emails,
    clear: async () => void (await fetch(`${url}/clear-store`, { method: "POST" })),
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function freePort(wanted: number): Promise<number> {
  const probe = createServer();
  const open = once(probe, "listening");
  probe.listen({ host: "127.0.0.1", port: wanted });
  try {
    await open;
  } catch (error) {
    if (wanted !== 0 && error instanceof Error && "code" in error && error.code === "EADDRINUSE") return freePort(0);
    throw error;
  }
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server without a port.");
  return address.port;
}
