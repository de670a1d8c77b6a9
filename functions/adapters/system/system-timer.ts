import type { Timer } from "../../domain/ports.ts";

/** The machine's timer. It never keeps a process alive by itself. */
export const systemTimer = (): Timer => ({
  every: (ms, beat) => {
    const handle = setInterval(beat, ms);
    handle.unref();
    return { stop: () => clearInterval(handle) };
  },
});
