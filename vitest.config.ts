import { defineConfig } from "vitest/config";
import { threatModelReporter } from "./test/support/threat-model-reporter.ts";

/** Kinds of test that need running services: few files at a time, since two cores are shared by servers and tests. */
const slow = (name: string, filesAtOnce = 1) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: filesAtOnce > 1,
    maxWorkers: filesAtOnce,
    // Kinds with another number of files at once run one after the other.
    sequence: { groupOrder: filesAtOnce },
    // CommonJS packages look as they do to Node.
    deps: { interopDefault: false },
  },
});

/** Kinds of test that need nothing but code. Modules are loaded once for all files: loading is most of their time. */
const quick = { isolate: false, testTimeout: 30_000 };

export default defineConfig({
  test: {
    allowOnly: false,
    reporters: ["default", threatModelReporter()],
    projects: [
      { test: { ...quick, name: "unit", include: ["test/unit/**/*.test.ts", "test/architecture.test.ts"] } },
      { test: { ...quick, name: "property", include: ["test/property/**/*.test.ts"] } },
      slow("contract"),
      slow("fault"),
      // Synthesis is loaded once for all of its files.
      { test: { ...slow("infra").test, isolate: false } },
      // Most of its time is waiting: for leases to end, for the next code of an authenticator. So, more files than cores.
      slow("integration", 3),
      slow("e2e", 2),
    ],
  },
});
