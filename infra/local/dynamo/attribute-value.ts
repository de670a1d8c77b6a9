import type { AttributeValue, Item } from "dynalite/db/index.js";

export type { AttributeValue, Item };

export type AttributeType = "S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS" | "L" | "M";

const types: readonly AttributeType[] = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];

export function typeOf(value: AttributeValue): AttributeType | undefined {
  return types.find((type) => value[type] !== undefined);
}

/** The members of a string, number or binary set; nothing for any other type. */
export function setMembers(value: AttributeValue): readonly string[] | undefined {
  return value.SS ?? value.NS ?? value.BS;
}

/** Equal as DynamoDB sees it: by type and content, sets in any order. */
export function isSameValue(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  const [setA, setB] = [setMembers(a), setMembers(b)];
  if (setA && setB) return setA.length === setB.length && setA.every((member) => setB.includes(member));
  if (a.L && b.L) {
    const others = b.L;
    return (
      a.L.length === others.length &&
      a.L.every((value, at) => {
        const other = others[at];
        return other !== undefined && isSameValue(value, other);
      })
    );
  }
  if (a.M && b.M) return isSameItem(a.M, b.M);
  return type !== undefined && a[type] === b[type];
}

export function isSameItem(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const [value, other] = [a[name], b[name]];
    return value !== undefined && other !== undefined && isSameValue(value, other);
  });
}
