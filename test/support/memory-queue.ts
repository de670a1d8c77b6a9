import type { Clock } from "../../functions/domain/ports.ts";

/** A standard queue: a message may come more than once, and in any order. It fits `WorkQueue` and `NoticeQueue`. */
export interface MemoryQueue<Body> {
  send(body: Body, delayMs?: number): Promise<void>;
  /** Everything that was sent, copies not counted. */
  readonly sent: readonly Body[];
  /** Takes a visible message; `pick` chooses among so many. */
  receive(pick?: (count: number) => number): Body | undefined;
  /** When the next message can be seen. */
  nextAt(): number | undefined;
}

export function memoryQueue<Body>(clock: Clock, { copies = 1 }: { readonly copies?: number } = {}): MemoryQueue<Body> {
  const sent: Body[] = [];
  const waiting: { readonly body: Body; readonly visibleAt: number }[] = [];
  return {
    sent,
    async send(body, delayMs = 0) {
      sent.push(body);
      for (let copy = 0; copy < copies; copy += 1) waiting.push({ body, visibleAt: clock.now() + delayMs });
    },
    receive(pick = () => 0) {
      const visible = waiting.filter(({ visibleAt }) => visibleAt <= clock.now());
      const message = visible[pick(visible.length)];
      if (message === undefined) return undefined;
      waiting.splice(waiting.indexOf(message), 1);
      return message.body;
    },
    nextAt: () => (waiting.length === 0 ? undefined : Math.min(...waiting.map(({ visibleAt }) => visibleAt))),
  };
}
