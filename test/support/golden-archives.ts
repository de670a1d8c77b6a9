import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeInventory } from "../../functions/domain/archive/inventory-reader.ts";
import type { BackupFacts } from "../../functions/domain/archive/manifest.ts";
import { type Contents, inChunks, readFrom } from "./archive-contents.ts";

/** An archive that was written once, and all that it was written of. */
export interface GoldenArchive {
  /** Its format version, and where there are several, a number behind it. */
  readonly name: string;
  readonly formatVersion: number;
  readonly zipFile: string;
  readonly zip: Buffer;
  readonly publicKeyPem: string;
  readonly backup: BackupFacts;
  readonly contents: Pick<Contents, "inventory" | "entries" | "bytesOf" | "read">;
}

const FOLDER = join(import.meta.dirname, "../golden");

/** Oldest first. */
export async function goldenArchives(): Promise<readonly GoldenArchive[]> {
  const names = readdirSync(FOLDER, { withFileTypes: true })
    .filter((found) => found.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return Promise.all(names.map(openGolden));
}

async function openGolden(name: string): Promise<GoldenArchive> {
  const read = (file: string) => readFileSync(join(FOLDER, name, file));
  const inventory = read("inventory.ndjson");
  const lines = (await Array.fromAsync(decodeInventory(inChunks(inventory)))).map(({ line }) => line);
  const entries = lines.filter((line) => line.kind === "attachment" || line.kind === "dump");
  const bytesOf = new Map(
    entries.map((entry) => [entry.path, read(join("contents", entry.kind === "dump" ? entry.path : String(entry.id)))]),
  );
  return {
    name,
    formatVersion: Number.parseInt(name, 10),
    zipFile: join(FOLDER, name, "archive.zip"),
    zip: read("archive.zip"),
    publicKeyPem: read("public-key.pem").toString(),
    backup: JSON.parse(read("backup.json").toString()),
    contents: { inventory, entries, bytesOf, read: readFrom(bytesOf) },
  };
}
