/** Tells whoever watches what happens, and how long it took. */
export interface Narrator {
  readonly say: (text: string) => void;
  /** Does a piece of work; what it returns as text is shown behind its title. */
  readonly step: <Result>(
    title: string,
    work: () => Promise<Result>,
    summary?: (result: Result) => string,
  ) => Promise<Result>;
}

export function createNarrator(write: (line: string) => void): Narrator {
  return {
    say: write,
    async step(title, work, summary = () => "") {
      const started = performance.now();
      const result = await work().catch((cause) => {
        write(`  ✗ ${title}`);
        throw cause;
      });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const shown = summary(result);
      write(`  ✓ ${title}${shown === "" ? "" : `: ${shown}`} (${seconds} s)`);
      return result;
    },
  };
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
