/** Keys that the server can tell about a request, lower case; a policy that asks for another is refused. */
export const conditionKeys: ReadonlySet<string> = new Set([
  "aws:principalarn",
  "aws:securetransport",
  "s3:authtype",
  "s3:delimiter",
  "s3:max-keys",
  "s3:object-lock-legal-hold",
  "s3:object-lock-mode",
  "s3:prefix",
  "s3:signatureage",
  "s3:signatureversion",
  "s3:tlsversion",
  "s3:versionid",
  "s3:x-amz-content-sha256",
  "s3:x-amz-copy-source",
  "s3:x-amz-metadata-directive",
  "s3:x-amz-server-side-encryption",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:x-amz-server-side-encryption-customer-algorithm",
  "s3:x-amz-storage-class",
]);

type Test = (actual: string, expected: string) => boolean;

const isLess: Test = (actual, expected) => Number(actual) < Number(expected);
const isEqualNumber: Test = (actual, expected) => Number(actual) === Number(expected);
const isEqual: Test = (actual, expected) => actual === expected;
const isEqualLoosely: Test = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();
const isLike: Test = (actual, expected) => matchesPattern(expected, actual);

interface Operator {
  readonly test: Test;
  /** A negated operator holds when no value matches, and where the key is missing. */
  readonly isNegated: boolean;
}

const positive = (test: Test): Operator => ({ test, isNegated: false });
const negative = (test: Test): Operator => ({ test, isNegated: true });

const operators = new Map<string, Operator>([
  ["Bool", positive(isEqualLoosely)],
  ["StringEquals", positive(isEqual)],
  ["StringNotEquals", negative(isEqual)],
  ["StringEqualsIgnoreCase", positive(isEqualLoosely)],
  ["StringNotEqualsIgnoreCase", negative(isEqualLoosely)],
  ["StringLike", positive(isLike)],
  ["StringNotLike", negative(isLike)],
  ["ArnEquals", positive(isLike)],
  ["ArnLike", positive(isLike)],
  ["ArnNotEquals", negative(isLike)],
  ["ArnNotLike", negative(isLike)],
  ["NumericEquals", positive(isEqualNumber)],
  ["NumericNotEquals", negative(isEqualNumber)],
  ["NumericLessThan", positive(isLess)],
  ["NumericLessThanEquals", positive((actual, expected) => Number(actual) <= Number(expected))],
  ["NumericGreaterThan", positive((actual, expected) => Number(actual) > Number(expected))],
  ["NumericGreaterThanEquals", positive((actual, expected) => Number(actual) >= Number(expected))],
]);

export const conditionOperators: ReadonlySet<string> = new Set([...operators.keys(), "Null"]);

/** All operators and keys must hold, any of a key's values is enough. */
export function holds(
  condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  facts: ReadonlyMap<string, string>,
): boolean {
  return Object.entries(condition).every(([name, operands]) =>
    Object.entries(operands).every(([key, expected]) => holdsOne(name, facts.get(key.toLowerCase()), expected)),
  );
}

function holdsOne(name: string, actual: string | undefined, expected: readonly string[]): boolean {
  if (name === "Null") return expected.some((value) => (value === "true") === (actual === undefined));
  const operator = operators.get(name.replace(/IfExists$/u, ""));
  if (operator === undefined) throw new Error(`a policy with the operator ${name} was let in`);
  if (actual === undefined) return operator.isNegated || name.endsWith("IfExists");
  const matchesAny = expected.some((value) => operator.test(actual, value));
  return matchesAny !== operator.isNegated;
}

/** `*` and `?` as IAM has them. */
export function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/gu, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`, "u").test(text);
}
