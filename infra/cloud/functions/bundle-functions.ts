import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { buildConsole } from "./build-console.ts";
import { bundleContainer } from "./bundle-container.ts";
import { BUNDLING } from "./bundling.ts";
import { FUNCTION_NAMES, type FunctionName } from "./function-names.ts";
import { leaveOutFiles, leaveOutUnused } from "./leave-out-unused.ts";

/** Folder with a function's `index.js`, ready to be deployed; the handler is `index.handler`. */
export type Bundles = Readonly<Record<FunctionName | "challenge", string>>;

const CHALLENGE = join(import.meta.dirname, "../challenge/lambda.ts");
const IMAGE_FOLDER = join(import.meta.dirname, "../worker-image");

/**
 * Bundles each function's `lambda.ts` into one file, and the worker's container task beside its own. The console's files
 * are in its function. The folders live until this process ends: the cloud assembly has its own copy by then.
 */
export async function bundleFunctions(functionsFolder: string): Promise<Bundles> {
  const outFolder = mkdtempSync(join(tmpdir(), "coffer-bundles-"));
  process.once("exit", () => rmSync(outFolder, { recursive: true, force: true }));

  const missing = FUNCTION_NAMES.filter((name) => !existsSync(join(functionsFolder, name, "lambda.ts")));
  if (missing.length > 0) {
    throw new Error(`No lambda.ts under ${functionsFolder} for: ${missing.join(", ")}`);
  }
  await build({
    ...BUNDLING,
    plugins: [leaveOutUnused, leaveOutFiles],
    entryPoints: [
      ...FUNCTION_NAMES.map((name) => ({ in: join(functionsFolder, name, "lambda.ts"), out: `${name}/index` })),
      { in: CHALLENGE, out: "challenge/index" },
    ],
    outdir: outFolder,
    define: { CONSOLE_SITE: JSON.stringify(buildConsole()) },
  });
  await bundleContainer(functionsFolder, join(outFolder, "worker"));
  copyFileSync(join(IMAGE_FOLDER, "Dockerfile"), join(outFolder, "worker", "Dockerfile"));
  return bundleFolders(outFolder);
}

/** Where each function's code is below `outFolder`. */
export function bundleFolders(outFolder: string): Bundles {
  const folder = (name: keyof Bundles): string => join(outFolder, name);
  return {
    sessions: folder("sessions"),
    "single-sign-on": folder("single-sign-on"),
    tokens: folder("tokens"),
    backups: folder("backups"),
    history: folder("history"),
    settings: folder("settings"),
    downloads: folder("downloads"),
    files: folder("files"),
    audit: folder("audit"),
    openapi: folder("openapi"),
    console: folder("console"),
    support: folder("support"),
    operator: folder("operator"),
    worker: folder("worker"),
    relay: folder("relay"),
    notices: folder("notices"),
    keeper: folder("keeper"),
    auditor: folder("auditor"),
    "dead-letters": folder("dead-letters"),
    challenge: folder("challenge"),
  };
}
