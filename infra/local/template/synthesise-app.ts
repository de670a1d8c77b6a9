import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { hashSources } from "./hash-sources.ts";

const root = join(import.meta.dirname, "../../..");
/** What an operator decides, decided for this machine. */
const settings = "infra/local/template/local-settings.json";
/** What the cloud assembly is made from. */
const sources = [
  "infra/app.ts",
  "infra/settings.ts",
  settings,
  "infra/cloud",
  "functions",
  "console",
  "scripts",
  "cdk.json",
  "package-lock.json",
];
/** As the `cdk` command would give it, so that constructs and assets say in the template what they are. */
const context = {
  "@aws-cdk/core:newStyleStackSynthesis": true,
  "aws:cdk:enable-asset-metadata": true,
  "aws:cdk:enable-path-metadata": true,
  "aws:cdk:version-reporting": false,
  settings,
};

export interface Synthesis {
  /** The cloud assembly. */
  readonly directory: string;
  readonly isFromCache: boolean;
}

/**
 * The CDK app's cloud assembly, made offline in a process of its own; seconds, unless the sources are those of an
 * earlier time. `directory` keeps one assembly per state of the sources; only the newest few stay.
 */
export async function synthesiseApp(directory: string): Promise<Synthesis> {
  const wanted = join(directory, hashSources(root, sources));
  if (existsSync(join(wanted, "manifest.json"))) return { directory: wanted, isFromCache: true };
  mkdirSync(directory, { recursive: true });
  const unfinished = join(directory, `unfinished-${process.pid}`);
  const scratch = `${unfinished}-scratch`;
  for (const path of [unfinished, scratch]) rmSync(path, { recursive: true, force: true });
  try {
    mkdirSync(scratch);
    await runApp(unfinished, scratch);
    // Bundles are CommonJS in `index.js`, as on Lambda; the project's own package.json would make them ES modules.
    writeFileSync(join(unfinished, "package.json"), '{ "type": "commonjs" }\n');
    removeOld(directory);
    if (!existsSync(wanted)) renameSync(unfinished, wanted);
  } finally {
    for (const path of [unfinished, scratch]) rmSync(path, { recursive: true, force: true });
  }
  return { directory: wanted, isFromCache: false };
}

/** `scratch` takes what the app leaves behind when it is killed. */
async function runApp(outDirectory: string, scratch: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, "infra/app.ts")], {
    cwd: root,
    env: {
      // No credentials and no region: whoever runs this may have some, and they must not shape the template.
      PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
      HOME: process.env["HOME"] ?? root,
      TMPDIR: scratch,
      CDK_OUTDIR: outDirectory,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killWithParent = () => void child.kill();
  process.once("exit", killWithParent);
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const [code, signal]: unknown[] = await once(child, "close");
  process.off("exit", killWithParent);
  if (code === 0) return;
  throw new Error(
    `The CDK app gave no template (${String(code ?? signal)}):\n${Buffer.concat(output).toString().trim()}`,
  );
}

const keptCount = 3;

function removeOld(directory: string): void {
  const old = readdirSync(directory)
    .filter((name) => !name.startsWith("unfinished-"))
    .map((name) => ({ path: join(directory, name), madeMs: statSync(join(directory, name)).mtimeMs }))
    .sort((a, b) => b.madeMs - a.madeMs)
    .slice(keptCount);
  for (const { path } of old) rmSync(path, { recursive: true, force: true });
}
