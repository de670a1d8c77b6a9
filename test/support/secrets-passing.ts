import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Passing } from "../../infra/local/overhear.ts";

/** What must stay between the two who talk, by where it stands: `state` is in answers what became of a backup. */
const OF_REQUESTS: ReadonlySet<string> = new Set(["password", "code", "backupToken", "ticket"]);
const OF_ANSWERS: ReadonlySet<string> = new Set(["token", "ticket"]);
const OF_ADDRESSES: ReadonlySet<string> = new Set([
  "code",
  "state",
  "nonce",
  "X-Amz-Signature",
  "X-Amz-Security-Token",
]);

/**
 * The secrets in what passes: what people, scripts and staff prove themselves with at the front door, what it gives them,
 * what an identity provider gives, what Secrets Manager keeps, and the keys of role sessions.
 */
export function secretsIn(passing: Passing): string[] {
  if (passing.kind === "exchange") return [...secretsOfRequest(passing.event), ...secretsOfAnswer(passing.answer)];
  if (passing.kind === "call") return secretsOfCall(passing);
  return Object.values(passing.tokens).flatMap((value) => (String(value).length > 20 ? [String(value)] : []));
}

function secretsOfCall({ call, reply }: Extract<Passing, { kind: "call" }>): string[] {
  if (String(call.headers["x-amz-target"]).startsWith("secretsmanager")) {
    return [call.body, reply.body].flatMap((body) => keptSecrets(members(body.toString())));
  }
  const given = reply.body.toString().matchAll(/<(?:SecretAccessKey|SessionToken)>([^<]+)</gu);
  return [...given].map(([, secret = ""]) => secret);
}

function secretsOfRequest({
  multiValueHeaders,
  multiValueQueryStringParameters,
  body,
}: APIGatewayProxyEvent): string[] {
  const headers = Object.entries(multiValueHeaders).map(([name, values = []]) => [name.toLowerCase(), values] as const);
  const sent = (wanted: string) => headers.flatMap(([name, values]) => (name === wanted ? values : []));
  const query = Object.entries(multiValueQueryStringParameters ?? {});
  return [
    ...sent("authorization").flatMap(secretsOfAuthorization),
    ...sent("cookie").flatMap((cookies) => cookies.split(";").map(cookieValue)),
    ...sent("x-amz-security-token"),
    ...query.flatMap(([name, values = []]) => (OF_ADDRESSES.has(name) ? values : [])),
    ...named(members(body ?? ""), OF_REQUESTS),
  ];
}

function secretsOfAnswer({ headers, body }: Extract<Passing, { kind: "exchange" }>["answer"]): string[] {
  const given = (wanted: string) => headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));
  return [
    ...given("set-cookie").map((cookie) => cookieValue(cookie.split(";")[0] ?? "")),
    ...given("location").flatMap(secretsOfAddress),
    ...named(members(body.toString()), OF_ANSWERS),
  ];
}

function secretsOfAuthorization(value: string): string[] {
  const [scheme = "", rest = ""] = value.split(/ +(.*)/su, 2);
  if (scheme.startsWith("AWS4")) return [/Signature=(\w+)/u.exec(rest)?.[1] ?? ""];
  const text = Buffer.from(rest, "base64").toString();
  return [rest, ...(/^basic$/iu.test(scheme) ? [text.slice(text.indexOf(":") + 1)] : [])];
}

const cookieValue = (cookie: string): string => cookie.slice(cookie.indexOf("=") + 1).trim();

const secretsOfAddress = (address: string): string[] => secretsOfQuery(address.split("?")[1] ?? "");
const secretsOfQuery = (query: string): string[] =>
  [...new URLSearchParams(query)].flatMap(([name, value]) => (OF_ADDRESSES.has(name) ? [value] : []));

type Member = readonly [name: string, value: string];

/** Every text in a JSON document with its name, however deep. None if it is no JSON, or nests deeper than a body should. */
function members(text: string): Member[] {
  try {
    return textsIn("", JSON.parse(text), 8);
  } catch {
    return [];
  }
}

function textsIn(name: string, value: unknown, depth: number): Member[] {
  if (typeof value === "string") return [[name, value]];
  if (typeof value !== "object" || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([inner, each]) => textsIn(inner, each, depth - 1));
}

/** What a body names as a secret, and what stands in the addresses that it names. */
const named = (texts: readonly Member[], secret: ReadonlySet<string>): string[] =>
  texts.flatMap(([name, value]) => {
    if (secret.has(name)) return [value];
    if (name === "query") return secretsOfQuery(value);
    return name === "href" ? secretsOfAddress(value) : [];
  });

/** What Secrets Manager keeps is a text, or JSON: of a database's address its password, of keys no names. */
const keptSecrets = (texts: readonly Member[]): string[] =>
  texts
    .filter(([name]) => name === "SecretString")
    .flatMap(([, kept]) => (members(kept).length > 0 ? members(kept) : [["", kept] as const]))
    .flatMap(([name, value]) => {
      if (name === "current") return [];
      if (!URL.canParse(value)) return [value];
      const { password } = new URL(value);
      return [password, decodeURIComponent(password)];
    });
