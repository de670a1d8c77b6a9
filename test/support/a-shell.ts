import { spawn } from "node:child_process";
import { until } from "./a-demo-cloud.ts";

export interface Shell {
  /** What the commands print, on either output. Throws when the shell itself ends. */
  run(commands: string): Promise<string>;
  end(): void;
}

/** Ends what a block prints. */
const END = "\u001e";

/** One bash for a whole page: it reads what it shall do from its input, as from a keyboard. */
export function startShell(env: NodeJS.ProcessEnv, cwd?: string): Shell {
  const child = spawn("bash", ["--norc", "--noprofile"], { env, ...(cwd === undefined ? {} : { cwd }) });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  return {
    async run(commands) {
      output = "";
      child.stdin.write(`${commands}\nprintf '\\036'\n`);
      return until("the block's end", () => {
        if (child.exitCode !== null) throw new Error(`the shell ended: ${output}`);
        return output.endsWith(END) ? output.slice(0, -END.length) : undefined;
      });
    },
    end: () => child.kill(),
  };
}
