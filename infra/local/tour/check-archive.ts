import { runProgram } from "./run-program.ts";

export interface ArchiveContent {
  readonly names: readonly string[];
  readonly attachmentCount: number;
}

/** Reads the whole archive with the machine's own unzip, every checksum compared; throws at the first that is wrong. */
export async function checkArchive(file: string): Promise<ArchiveContent> {
  await runProgram("unzip", ["-tqq", file]);
  const names = (await runProgram("unzip", ["-Z1", file])).split("\n").filter((name) => name !== "");
  const needed = ["openproject.pgdump", "manifest.json", "manifest.json.jws", "entries.ndjson", "README.txt"];
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`The archive lacks ${missing.join(", ")}.`);
  return { names, attachmentCount: names.filter((name) => name.startsWith("attachment/file/")).length };
}
