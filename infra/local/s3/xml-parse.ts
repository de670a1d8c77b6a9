import { s3Error } from "./s3-error.ts";

/** One element of a request body. Attributes are dropped: no request of S3 that is served here carries meaning in one. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Strict and small: elements, text, the five entities and character references. Declarations of types are refused. */
export function parseXml(source: string, root: string): XmlElement {
  const scanner =
    /<\?[^?]*\?>|<!--[^]*?-->|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;
  const top: Open = { name: "", text: "", children: [] };
  const stack: Open[] = [top];
  while (scanner.lastIndex < source.length) {
    const match = scanner.exec(source);
    const here = stack.at(-1);
    if (match === null || here === undefined) throw s3Error("MalformedXML");
    const [all, closing, opening, , selfClosing] = match;
    if (opening !== undefined) {
      const element: Open = { name: opening, text: "", children: [] };
      here.children.push(element);
      if (selfClosing !== "/") stack.push(element);
    } else if (closing !== undefined) {
      if (stack.length < 2 || here.name !== closing) throw s3Error("MalformedXML");
      stack.pop();
    } else if (!all.startsWith("<")) {
      here.text += unescapeXml(all);
    }
  }
  const [only, ...more] = top.children;
  if (stack.length !== 1 || only === undefined || more.length > 0 || only.name !== root) throw s3Error("MalformedXML");
  if (top.text.trim() !== "") throw s3Error("MalformedXML");
  return only;
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: Open[];
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&([^;]*);|&/gu, (_all, body: string | undefined) => {
    const numeric = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/iu.exec(body ?? "");
    const point = numeric === null ? undefined : Number.parseInt(numeric[1] ?? numeric[2] ?? "", numeric[1] ? 16 : 10);
    const character =
      point === undefined ? entities[body ?? ""] : point > 0x10ffff ? undefined : String.fromCodePoint(point);
    if (character === undefined) throw s3Error("MalformedXML");
    return character;
  });
}

/** The text of the one child of that name; undefined when there is none; refused when there are several. */
export function childText(element: XmlElement, name: string): string | undefined {
  return onlyChild(element, name)?.text;
}

export function onlyChild(element: XmlElement, name: string): XmlElement | undefined {
  const found = childrenNamed(element, name);
  if (found.length > 1) throw s3Error("MalformedXML");
  return found[0];
}

export const childrenNamed = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** Refuses elements that this server would otherwise have to ignore. */
export function expectOnly(element: XmlElement, names: readonly string[]): void {
  const foreign = element.children.find((child) => !names.includes(child.name));
  if (foreign !== undefined)
    throw s3Error("MalformedXML", `The element ${foreign.name} is not expected in ${element.name}.`);
}
