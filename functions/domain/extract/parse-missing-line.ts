import type { MissingFile } from "./missing-file.ts";

const LINE = /^(\d{1,16})\t("(?:[^"\\]|\\.)*")\t([^\t]+)$/u;

/**
 * The reasons of MISSING_ATTACHMENTS.txt: texts of the archive's format, like the names of its entries. Each archive keeps
 * those it was written with, so a text that changes is added here.
 */
const REASONS: readonly (readonly [RegExp, MissingFile["why"]])[] = [
  [/^not in the attachment store$/u, "gone"],
  [/^has \d+ bytes in the attachment store, but \d+ in the database$/u, "other-size"],
  [/^changed or vanished while the backup was made$/u, "changed"],
];

/** What `missingListLine` wrote, without its line break. Undefined: it wrote no such line. */
export function parseMissingLine(line: string): MissingFile | undefined {
  const [, id, name, message] = LINE.exec(line) ?? [];
  const why = REASONS.find(([text]) => text.test(message ?? ""))?.[1];
  if (id === undefined || name === undefined || message === undefined || why === undefined) return undefined;
  const file = parsedText(name);
  return file === undefined ? undefined : { id: Number(id), file, why, message };
}

function parsedText(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : undefined;
  } catch {
    // Not what `JSON.stringify` writes.
    return undefined;
  }
}
