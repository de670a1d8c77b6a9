import type { BuildOptions } from "esbuild";

/**
 * How code that runs in the cloud is bundled: one minified CommonJS file with the SDK inside, which loads 20–26 ms faster
 * than ES modules do, and the deployed SDK is the tested one. CommonJS has no top-level `await`.
 *
 * Source maps lie beside the code and hold no source text.
 */
export const BUNDLING = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  // Many packages ship both; from the ES modules esbuild can leave out what is not used.
  mainFields: ["module", "main"],
  minify: true,
  // The SDK loads Node's own `http` by `import()` in the first call, which costs it 20 ms more than `require` does.
  supported: { "dynamic-import": false },
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  // Loaded by `pg` only when asked for, which we never do.
  external: ["pg-native"],
  logLevel: "warning",
} as const satisfies BuildOptions;
