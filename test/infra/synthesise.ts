import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { addCofferStacks, type CofferStacks } from "../../infra/cloud/add-coffer-stacks.ts";
import { type Bundles, bundleFolders } from "../../infra/cloud/functions/bundle-functions.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../infra/settings.ts";
import { type Template, templateShape } from "./template.ts";

export interface Synthesis {
  readonly directory: string;
  readonly state: Template;
  readonly service: Template;
}

/** Both templates, as they would be deployed; the functions' code is of no matter here. `change` is made before synthesis. */
export function synthesise(
  settings: Partial<Settings> = {},
  change: (stacks: CofferStacks, app: App) => unknown = () => undefined,
): Synthesis {
  const directory = mkdtempSync(join(tmpdir(), "coffer-synthesis-"));
  const app = new App({ outdir: join(directory, "assembly") });
  const stacks = addCofferStacks(app, { ...DEFAULT_SETTINGS, ...settings }, writeBundles(join(directory, "bundles")));
  change(stacks, app);
  const { directory: assembly } = app.synth();
  const read = (stack: string): Template =>
    templateShape.parse(JSON.parse(readFileSync(join(assembly, `${stack}.template.json`), "utf8")));
  return { directory: assembly, state: read(stacks.state.stackName), service: read(stacks.service.stackName) };
}

/** A folder for each function, with code that only knows its name. */
function writeBundles(folder: string): Bundles {
  const bundles = bundleFolders(folder);
  for (const [name, path] of Object.entries(bundles)) {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "index.js"), `exports.handler = async () => ${JSON.stringify(name)};\n`);
  }
  writeFileSync(join(bundles.worker, "Dockerfile"), "FROM scratch\n");
  return bundles;
}
