import { join } from "node:path";
import { build } from "esbuild";
import { BUNDLING } from "./bundling.ts";
import { leaveOutUnused } from "./leave-out-unused.ts";

/**
 * Bundles the worker's container task beside its function, for the same image. A task finds its credentials where its
 * container's agent hands them out, so this bundle keeps all of the SDK's ways to them.
 */
export async function bundleContainer(functionsFolder: string, workerFolder: string): Promise<void> {
  await build({
    ...BUNDLING,
    plugins: [leaveOutUnused],
    entryPoints: [join(functionsFolder, "worker", "container.ts")],
    outfile: join(workerFolder, "container.js"),
  });
}
