import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface RequestBody {
  readonly bytes: AsyncIterable<Buffer>;
  /** Takes what is still to come of a refused body: a client in the middle of sending would else see a broken connection, and no answer. */
  drain(): Promise<void>;
}

/** A client that asks (`Expect: 100-continue`) is told to go on when its body is first read: a refusal before that spares the transfer. */
export function openRequestBody(message: IncomingMessage, response: ServerResponse): RequestBody {
  let isAwaited = message.headers.expect?.toLowerCase() === "100-continue";
  return {
    bytes: {
      async *[Symbol.asyncIterator]() {
        if (isAwaited) response.writeContinue();
        isAwaited = false;
        for await (const bytes of message.iterator({ destroyOnReturn: false })) yield Buffer.from(bytes);
      },
    },
    async drain() {
      if (isAwaited || message.complete || message.destroyed) return;
      const over = Promise.race([once(message, "end"), once(message, "close")]);
      message.resume();
      await over;
    },
  };
}
