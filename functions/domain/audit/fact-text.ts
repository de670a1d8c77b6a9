/**
 * The one text that stands for a fact, by which it is hashed: JSON in plain ASCII, members in the order of their names,
 * no spaces. What people typed cannot end a line, move a cursor or look like another letter in it, and any language's
 * JSON writer can be told to make the same.
 */
export const canonicalText = (content: unknown): string =>
  (JSON.stringify(inOrder(content)) ?? "null").replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => inOrder(each));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]));
}
