import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Site, SiteFile } from "../../../functions/console/site.ts";

const ROOT = join(import.meta.dirname, "../../..");
const VITE = join(dirname(fileURLToPath(import.meta.resolve("vite/package.json"))), "bin/vite.js");

/** What people are told to put on their own machines. */
const SCRIPTS = ["pull-backup.sh", "check-backup.sh"];

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".sh": "text/plain; charset=utf-8",
};

let built: Site | undefined;

/** The console as it is served, built from `console/`, with the scripts that it gives out; once for each process. */
export function buildConsole(): Site {
  built ??= build();
  return built;
}

function build(): Site {
  const folder = mkdtempSync(join(tmpdir(), "coffer-console-"));
  try {
    const config = join(ROOT, "console/vite.config.ts");
    // A process of its own, since Vite can only be waited for, and stacks are made without waiting.
    execFileSync(process.execPath, [VITE, "build", "--config", config, "--outDir", folder, "--logLevel", "warn"], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    const assets = readdirSync(join(folder, "assets"));
    return {
      page: readFileSync(join(folder, "index.html"), "utf8"),
      assets: Object.fromEntries([
        // The bundler puts a hash of its bytes into each name; scripts keep the names that people know.
        ...assets.map((name) => [name, readAsset(join(folder, "assets", name), true)]),
        ...SCRIPTS.map((name) => [name, readAsset(join(ROOT, "scripts", name), false)]),
      ]),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readAsset(file: string, isForEver: boolean): SiteFile {
  const type = TYPES[extname(file)];
  if (type === undefined) throw new TypeError(`${file} is nothing the console serves`);
  return { text: readFileSync(file, "utf8"), type, isForEver };
}
