import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const CREDENTIALS = fileURLToPath(import.meta.resolve("./environment-credentials.ts"));
const NO_CONFIG_FILES = fileURLToPath(import.meta.resolve("./no-config-files.ts"));
const NO_EVENT_STREAMS = fileURLToPath(import.meta.resolve("./no-event-streams.ts"));

/**
 * What packages bring along, nothing of ours ever uses, and esbuild cannot know to be unused. Each rule names a file or a form
 * of a package; where a new version has another, the rule does nothing and `test/infra/leave-out-unused.test.ts` says so.
 */
export const leaveOutUnused: Plugin = {
  name: "leave-out-unused",
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, () => ({ path: NO_EVENT_STREAMS }));
    // Loaded by `pg` only when asked for its other client, which needs a package that we do not have.
    build.onResolve({ filter: /^\.\/native$/ }, ({ importer }) =>
      importer.endsWith("/pg/lib/index.js") ? { path: "./native", external: true } : undefined,
    );
    build.onLoad({ filter: /\/@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => ({
      contents: withPlainKeys(await readFile(path, "utf8")),
      loader: "js",
    }));
  },
};

/** The same, where credentials and all settings are in the environment: everywhere but in a container. */
export const leaveOutFiles: Plugin = {
  name: "leave-out-files",
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: CREDENTIALS }));
    build.onResolve({ filter: /\/loadSharedConfigFiles$/ }, () => ({ path: NO_CONFIG_FILES }));
  },
};

/**
 * A client's schemas, with `{ [_hH]: 1 }` written as `{ "httpHeader": 1 }`. Making a key of a variable may call what is in
 * it, so esbuild has to keep every object that does, of every operation that a service has: two thirds of them are unused.
 * A variable that is no plain text stays as it is.
 */
function withPlainKeys(source: string): string {
  const texts = new Map([...source.matchAll(/^const (\w+) = ("\w+");$/gm)].map(([, name, text]) => [name, text]));
  return source.replaceAll(/\[(_\w+)\]:/g, (key, name: string) => {
    const text = texts.get(name);
    return text === undefined ? key : `${text}:`;
  });
}
