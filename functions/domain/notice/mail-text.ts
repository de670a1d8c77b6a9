import type { LaidOut } from "./mail-layout.ts";

/** Short enough that nobody's mail program wraps it once more. */
const COLUMNS = 76;

/** The mail as plain text, wrapped. */
export const mailText = ({ greeting, happened, facts, toDo, why }: LaidOut): string => {
  const width = Math.max(...facts.map(([label]) => label.length)) + 5;
  const rows = facts.map(([label, value]) => wrap(value, `  ${label}:`.padEnd(width), " ".repeat(width)));
  return `${[
    wrap(greeting),
    wrap(happened),
    rows.join("\n"),
    ...toDo.map((paragraph) => wrap(paragraph)),
    `-- \n${wrap(why)}`,
  ].join("\n\n")}\n`;
};

/** Breaks between words; one that is longer than a line, such as an address, stays whole. */
function wrap(text: string, first = "", indent = ""): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}
