import { relative } from "node:path";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { namedTests } from "./named-tests.ts";

/** Fails a run in which a test that the threat model names as proof was in none of its files, or did not pass. */
export function threatModelReporter(): Reporter {
  let vitest: Vitest | undefined;

  return {
    onInit(started) {
      vitest = started;
    },

    onTestRunEnd(modules: readonly TestModule[]) {
      // Of some tests by name, nothing is known of the others.
      if (!vitest || vitest.config.testNamePattern !== undefined) return;
      const { root } = vitest.config;
      const ran = new Map(modules.map((module) => [relative(root, module.moduleId), module]));
      for (const { name, file } of namedTests("threat-model.md")) {
        const module = ran.get(file);
        if (!module || hasPassed(module, name)) continue;
        vitest.logger.error(`docs/threat-model.md names a test that did not pass in ${file}: “${name}”`);
        process.exitCode = 1;
      }
    },
  };
}

function hasPassed(module: TestModule, name: string): boolean {
  const found = [...module.children.allTests()].filter(({ fullName }) => fullName.includes(name));
  return found.length > 0 && found.every((test) => test.result().state === "passed");
}
