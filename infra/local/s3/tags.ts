import { decode } from "./s3-address.ts";
import { s3Error } from "./s3-error.ts";
import { childrenNamed, childText, expectOnly, onlyChild, parseXml } from "./xml-parse.ts";

export type Tags = Readonly<Record<string, string>>;

const tagsMax = 10;

/** The x-amz-tagging header: `a=b&c=d`, encoded as in a query. */
export function readTagsHeader(header: string | undefined): Tags {
  if (header === undefined || header === "") return {};
  const pairs = header.split("&").map((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return [decode(name.replaceAll("+", " ")), decode(value.replaceAll("+", " "))] as const;
  });
  return checked(pairs);
}

export function parseTagging(document: string): Tags {
  const root = parseXml(document, "Tagging");
  expectOnly(root, ["TagSet"]);
  const set = onlyChild(root, "TagSet");
  if (set === undefined) throw s3Error("MalformedXML");
  expectOnly(set, ["Tag"]);
  return checked(
    childrenNamed(set, "Tag").map((tag) => [childText(tag, "Key") ?? "", childText(tag, "Value") ?? ""] as const),
  );
}

function checked(pairs: readonly (readonly [string, string])[]): Tags {
  if (pairs.length > tagsMax) throw s3Error("BadRequest", "Object tags cannot be greater than 10");
  const names = new Set(pairs.map(([name]) => name));
  if (names.size !== pairs.length) throw s3Error("InvalidTag", "Cannot provide multiple Tags with the same key");
  if (pairs.some(([name, value]) => name === "" || name.length > 128 || value.length > 256))
    throw s3Error("InvalidTag");
  return Object.fromEntries(pairs);
}

export const renderTags = (tags: Tags) => ({
  TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
});
