import { once } from "node:events";
import { createServer } from "node:net";

/** A free port of 127.0.0.1: `port` itself, or any if it is 0. Throws a message when `port` is taken. */
export async function freePort(port: number): Promise<number> {
  const probe = createServer();
  const listening = once(probe, "listening");
  probe.listen({ host: "127.0.0.1", port });
  try {
    await listening;
  } catch (cause) {
    throw new Error(`Port ${port} on 127.0.0.1 cannot be had. Stop what uses it, or choose another port.`, { cause });
  }
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server without a port.");
  return address.port;
}
