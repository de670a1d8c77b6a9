import { systemWait } from "../adapters/system/system-wait.ts";
import type { ContainerDeps } from "../worker/run-container.ts";
import { optional } from "./environment.ts";
import { wireWorker } from "./wire-worker.ts";

/** The worker, without a limit on its time; and its one message, in the form that the work queue has it in. */
export const wireContainer = (): { readonly deps: ContainerDeps; readonly message: string | undefined } => {
  const worker = wireWorker();
  return {
    deps: { ...worker, sizes: { ...worker.sizes, dumpMsMax: Number.POSITIVE_INFINITY }, wait: systemWait },
    message: optional("COFFER_BUILD_WORK"),
  };
};
