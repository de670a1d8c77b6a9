/** Where a command's answer goes: a person's terminal, or a script. */
export interface Printer {
  /** `text` for a person; for `--json`, the service's own document. */
  print(document: unknown, text: () => string): void;
}

export const printer = (isJson: boolean, write: (text: string) => void): Printer => ({
  print(document, text) {
    write(`${isJson ? JSON.stringify(document, undefined, 2) : text()}\n`);
  },
});

/** Titles and labels are others' words: none of them moves a cursor. */
export const plain = (value: string): string => value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u{FFFD}");

/** Columns as wide as what is in them; the last one ends where its text does. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows.map((row) => row.map(plain))];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Names to the left, values to the right. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`.trimEnd()).join("\n");
}
