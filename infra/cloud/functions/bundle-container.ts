import { join } from "node:path";
import { buildSync } from "esbuild";
import { BUNDLING } from "./bundling.ts";

/**
 * Bundles the worker's container task beside its function, for the same image. A task finds its credentials where its
 * container's agent hands them out, so this bundle keeps all of the SDK's ways to them.
 */
export function bundleContainer(functionsFolder: string, workerFolder: string): void {
  buildSync({
    ...BUNDLING,
    entryPoints: [join(functionsFolder, "worker", "container.ts")],
    outfile: join(workerFolder, "container.js"),
  });
}
