import { mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildConsole } from "../../infra/cloud/functions/build-console.ts";
import { bundleFunctions } from "../../infra/cloud/functions/bundle-functions.ts";

/** One way to build a function: where its file is. */
export interface Built {
  readonly file: string;
  readonly bytes: number;
}

export interface Builds {
  readonly ours: Built;
  readonly naive: Built;
}

const root = join(import.meta.dirname, "../..");
const functionsFolder = join(root, "functions");

/** The production bundles, by the same code that deploys them, and the naive ones of the same sources. */
export async function buildFunctions(names: readonly string[], folder: string): Promise<ReadonlyMap<string, Builds>> {
  const bundles: Readonly<Record<string, string>> = await bundleFunctions(functionsFolder);
  const naive = await buildNaively(names, join(folder, "naive"));
  return new Map(
    names.map((name) => {
      const ours = bundles[name];
      if (ours === undefined) throw new Error(`There is no bundle of ${name}.`);
      return [name, { ours: built(join(ours, "index.js")), naive: built(join(naive, `${name}.mjs`)) }];
    }),
  );
}

/** What a guide for beginners gives: ES modules, as they are, with the SDK that Lambda brings along. */
async function buildNaively(names: readonly string[], folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  await build({
    entryPoints: names.map((name) => ({ in: join(functionsFolder, name, "lambda.ts"), out: name })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    external: ["@aws-sdk/*", "@smithy/*", "pg-native"],
    define: { CONSOLE_SITE: JSON.stringify(buildConsole()) },
    // CommonJS packages inside ES modules ask for `require`.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return folder;
}

/** The least a function can be. */
export function buildEmpty(folder: string): Built {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "empty.cjs");
  writeFileSync(file, "exports.handler = async () => ({ statusCode: 200 });\n");
  return built(file);
}

const built = (file: string): Built => ({ file, bytes: statSync(file).size });
