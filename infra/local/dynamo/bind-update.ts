import { mapPath, type Operand, type UpdateSection } from "dynalite/db/index.js";
import type { Item } from "./attribute-value.ts";

/**
 * Makes an update read the item as it was before: every path in a SET becomes a copy of its value (dynalite would hand
 * out the value itself, which an ADD in the same update then changes), and removals come last, from the end of a list
 * (else `REMOVE l[0], l[1]` takes the first and the third).
 */
export function bindUpdate(sections: UpdateSection[], old: Item): void {
  for (const section of sections) {
    if (section.type === "set" && section.val !== undefined) section.val = bind(section.val, old);
  }
  sections.sort((a, b) => Number(a.type === "remove") - Number(b.type === "remove") || byIndexDownwards(a, b));
}

function bind(operand: Operand, old: Item): Operand {
  if (Array.isArray(operand)) return structuredClone(mapPath(operand, old)) ?? operand;
  if (!("type" in operand)) return structuredClone(operand);
  const args = operand.args.map((arg) => bind(arg, old));
  if (operand.type !== "function" || operand.name !== "if_not_exists") return { ...operand, args };
  const [present, otherwise] = args;
  return (Array.isArray(present) ? otherwise : present) ?? operand;
}

function byIndexDownwards(a: UpdateSection, b: UpdateSection): number {
  const [indexA, indexB] = [a.path.at(-1), b.path.at(-1)];
  if (a.type !== "remove" || b.type !== "remove") return 0;
  return typeof indexA === "number" && typeof indexB === "number" ? indexB - indexA : 0;
}
