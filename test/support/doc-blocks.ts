import { readFileSync } from "node:fs";

export interface DocStep {
  /** Of the block's first line. */
  readonly line: number;
  readonly commands: string;
  /** What the page shows as the answer; absent where it shows none. */
  readonly shown?: string;
}

/** The `sh` blocks of a page in their order, each with the `text` block that comes before the next one. */
export function docSteps(file: string): DocStep[] {
  const steps: DocStep[] = [];
  const page = readFileSync(file, "utf8");
  for (const { 1: kind, 2: content = "", index } of page.matchAll(/^```(\w*)\n(.*?)^```$/gmsu)) {
    const last = steps.at(-1);
    if (kind === "sh") steps.push({ line: page.slice(0, index).split("\n").length + 1, commands: content });
    if (kind === "text" && last) steps[steps.length - 1] = { ...last, shown: content };
  }
  return steps;
}

/** A status and a JSON document, as the page shows and as curl prints them; the last of several. */
export function readAnswer(text: string): {
  readonly status?: string;
  readonly document?: unknown;
  readonly rest: string;
} {
  const [, status, json = ""] = /(?:^|[\s\S]*\n)(\d{3})\n([\s\S]*)$/u.exec(text) ?? [];
  if (status === undefined) return { rest: text.trim() };
  if (!json.startsWith("{")) return { status, rest: json.trim() };
  return { status, document: JSON.parse(json), rest: "" };
}

/** Names and types of everything in a document, values left out; of a list, its first element stands for all. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}
