/** What a request says of its own signature, before any of it is believed. */
export interface ReadSignature {
  readonly accessKeyId: string;
  /** Date, region, service, and the word that ends it. */
  readonly scope: readonly [date: string, region: string, service: string, end: string];
  /** In lower case. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As in `X-Amz-Date`: `20260102T030405Z`. */
  readonly signedAt: string;
  readonly signedAtMs: number;
}

interface Unreadable {
  readonly type: "MissingAuthenticationToken" | "IncompleteSignature" | "InvalidSignature";
  readonly message: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/** The parts of `Authorization` and `X-Amz-Date`, or what API Gateway says of a request without them. */
export function readSignature(headers: Readonly<Record<string, string>>): ReadSignature | Unreadable {
  const authorization = headers["authorization"];
  if (authorization === undefined) {
    return { type: "MissingAuthenticationToken", message: "Missing Authentication Token" };
  }
  const fields = fieldsOf(authorization);
  const [credential, signature, signedHeaders] = ["Credential", "Signature", "SignedHeaders"].map((name) =>
    fields.get(name),
  );
  const signedAt = headers["x-amz-date"];
  if (!credential || !signature || !signedHeaders || !signedAt) {
    const missing = ["Credential", "Signature", "SignedHeaders"]
      .filter((name) => !fields.get(name))
      .map((name) => `Authorization header requires '${name}' parameter.`);
    const date = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
    return { type: "IncompleteSignature", message: [...missing, ...(signedAt ? [] : [date])].join(" ") };
  }
  const [accessKeyId, date, region, service, end, ...more] = credential.split("/");
  if (!accessKeyId || !date || !region || !service || !end || more.length > 0) {
    return {
      type: "IncompleteSignature",
      message: "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term",
    };
  }
  const signedAtMs = timeOf(signedAt);
  if (signedAtMs === undefined) {
    return { type: "IncompleteSignature", message: "Date must be in ISO-8601 'basic format'." };
  }
  return {
    accessKeyId,
    scope: [date, region, service, end],
    signedHeaders: signedHeaders.toLowerCase().split(";"),
    signature,
    signedAt,
    signedAtMs,
  };
}

function fieldsOf(authorization: string): ReadonlyMap<string, string> {
  if (!authorization.startsWith(`${ALGORITHM} `)) return new Map();
  return new Map(
    authorization
      .slice(ALGORITHM.length + 1)
      .split(",")
      .map((field): [string, string] => {
        const [name = "", ...value] = field.trim().split("=");
        return [name, value.join("=")];
      }),
  );
}

/** Milliseconds, or undefined for what is no `YYYYMMDDTHHMMSSZ`. */
function timeOf(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(text) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
