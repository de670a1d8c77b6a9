import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalCloud, startLocalCloud } from "../../infra/local/start-local-cloud.ts";
import { ask, type Question, type Reply } from "../../infra/local/tour/ask.ts";
import { toyAssembly } from "./local-toy-assembly.ts";

export interface ToyCloud extends AsyncDisposable {
  readonly cloud: LocalCloud;
  readonly directory: string;
  /** One call of the toy's API. */
  ask(method: string, path: string, options?: Pick<Question, "headers" | "body">): Promise<Reply>;
  /** What the toy's worker has noted so far. */
  seen(): unknown[];
}

/** The toy system, up in a temporary directory; disposing stops it and removes the directory. */
export async function startToyCloud(): Promise<ToyCloud> {
  const directory = mkdtempSync(join(tmpdir(), "coffer-toy-"));
  const seen = join(directory, "seen");
  const cloud = await startLocalCloud({
    directory: join(directory, "data"),
    assembly: toyAssembly(join(directory, "assembly"), seen),
    durable: false,
  });
  return {
    cloud,
    directory,
    ask: (method, path, options) => ask({ method, url: `${cloud.origin("acme.localhost")}${path}`, ...options }),
    seen: () =>
      (existsSync(seen) ? readFileSync(seen, "utf8") : "")
        .split("\n")
        .filter((line) => line !== "")
        .map((line): unknown => JSON.parse(line)),
    async [Symbol.asyncDispose]() {
      await cloud.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
