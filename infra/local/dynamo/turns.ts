/** Runs jobs one behind another, in the order they came. */
export type Turns = <T>(job: () => Promise<T>) => Promise<T>;

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const run = last.then(job);
    // The next job waits for this one to end, however it ends; its caller is the one who hears of a failure.
    last = run.catch(() => undefined);
    return run;
  };
}
