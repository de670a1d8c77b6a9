/** XML answers as nested data: a text, a list of like-named elements, or an object of elements; undefined is left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

export function renderXml(root: string, value: XmlValue, isNamespaced = true): string {
  const open = isNamespaced ? `${root} ${namespace}` : root;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${open}>${renderContent(value)}</${root}>`;
}

function renderContent(value: XmlValue): string {
  if (value === undefined) return "";
  if (typeof value !== "object") return escapeXml(String(value));
  if (isList(value)) throw new Error("a list of elements needs a name");
  return Object.entries(value)
    .map(([name, child]) => renderElement(name, child))
    .join("");
}

function renderElement(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  if (typeof value === "object" && isList(value)) return value.map((item) => renderElement(name, item)).join("");
  return `<${name}>${renderContent(value)}</${name}>`;
}

const isList = (value: object): value is readonly XmlValue[] => Array.isArray(value);

/** Control characters become references as well: a key may hold them, and a reader would trim or refuse them. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const escapeXml = (text: string): string => text.replace(/[&<>"\u0000-\u001f\u007f]/gu, (c) => entityOf(c));

function entityOf(character: string): string {
  const named: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return named[character] ?? `&#${character.codePointAt(0)};`;
}
