import { type AttributeValue, type Item, setMembers } from "./attribute-value.ts";

/** The largest item DynamoDB takes, names and values together. */
export const itemBytesMax = 400 * 1024;

/**
 * An item's size by the rules of the developer guide ("DynamoDB item sizes and formats"). dynalite counts UTF-16 units,
 * and so lets through an item of umlauts that AWS refuses.
 */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, "base64");
  if (value.L) return value.L.reduce((sum, member) => sum + 1 + valueBytes(member), 3);
  if (value.M) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  const members = setMembers(value);
  if (!members) return 1;
  return members.reduce((sum, member) => sum + valueBytes(setMember(value, member)), 0);
}

function setMember(set: AttributeValue, member: string): AttributeValue {
  if (set.SS) return { S: member };
  return set.NS ? { N: member } : { B: member };
}

/** About one byte for two significant digits, and one more; zeros at either end are free. */
function numberBytes(text: string): number {
  const digits = text
    .replaceAll(/[^0-9]/g, "")
    .replace(/^0+/, "")
    .replace(/0+$/, "");
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith("-") ? 1 : 0);
}
