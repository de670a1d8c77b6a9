import { s3Error } from "./s3-error.ts";
import type { Scope } from "./sigv4.ts";

/** What a request says of its own signature, in either form, before any of it is believed. */
export interface Authorization {
  readonly form: "header" | "query";
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As in x-amz-date, `20260102T030405Z`. */
  readonly signedAt: string;
  readonly signedAtMs: number;
  /** Of the query form only. */
  readonly lifeSeconds: number | undefined;
}

interface Parts {
  header(name: string): string | undefined;
  query(name: string): string | undefined;
}

const lifeSecondsMax = 604_800;

export function readAuthorization(request: Parts): Authorization {
  const header = request.header("authorization");
  const isPresigned = request.query("X-Amz-Algorithm") !== undefined || request.query("X-Amz-Signature") !== undefined;
  if (header !== undefined && isPresigned) throw s3Error("InvalidArgument", "Only one auth mechanism allowed");
  if (header !== undefined) return readHeaderForm(header, request);
  if (isPresigned) return readQueryForm(request);
  if (request.query("AWSAccessKeyId") !== undefined) throw oldMechanism();
  throw s3Error("AccessDenied");
}

function readHeaderForm(header: string, request: Parts): Authorization {
  if (!header.startsWith("AWS4-HMAC-SHA256 ")) throw oldMechanism();
  const fields = new Map(
    header
      .slice("AWS4-HMAC-SHA256 ".length)
      .split(",")
      .map((field) => {
        const [name = "", ...value] = field.trim().split("=");
        return [name, value.join("=")] as const;
      }),
  );
  const [credential, signedHeaders, signature] = ["Credential", "SignedHeaders", "Signature"].map((name) =>
    fields.get(name),
  );
  if (!credential || !signedHeaders || !signature) throw s3Error("AuthorizationHeaderMalformed");
  const signedAt = request.header("x-amz-date");
  const signedAtMs = signedAt === undefined ? undefined : readAmzDate(signedAt);
  if (signedAt === undefined || signedAtMs === undefined) {
    throw s3Error("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
  }
  return {
    form: "header",
    ...readCredential(credential, "AuthorizationHeaderMalformed"),
    sessionToken: request.header("x-amz-security-token"),
    signedHeaders: signedHeaders.split(";"),
    signature,
    signedAt,
    signedAtMs,
    lifeSeconds: undefined,
  };
}

function readQueryForm(request: Parts): Authorization {
  const read = (name: string): string => {
    const value = request.query(name);
    if (value) return value;
    throw s3Error(
      "AuthorizationQueryParametersError",
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  };
  if (read("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") {
    throw s3Error("AuthorizationQueryParametersError", 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const signedAt = read("X-Amz-Date");
  const signedAtMs = readAmzDate(signedAt);
  if (signedAtMs === undefined) {
    throw s3Error("AuthorizationQueryParametersError", "X-Amz-Date must be in the ISO8601 Long Format");
  }
  const life = read("X-Amz-Expires");
  if (!/^\d{1,9}$/u.test(life) || Number(life) < 1 || Number(life) > lifeSecondsMax) {
    throw s3Error("AuthorizationQueryParametersError", "X-Amz-Expires must be between 1 and 604800 seconds");
  }
  return {
    form: "query",
    ...readCredential(read("X-Amz-Credential"), "AuthorizationQueryParametersError"),
    sessionToken: request.query("X-Amz-Security-Token"),
    signedHeaders: read("X-Amz-SignedHeaders").split(";"),
    signature: read("X-Amz-Signature"),
    signedAt,
    signedAtMs,
    lifeSeconds: Number(life),
  };
}

function readCredential(
  credential: string,
  code: "AuthorizationHeaderMalformed" | "AuthorizationQueryParametersError",
): Pick<Authorization, "accessKeyId" | "scope"> {
  const [accessKeyId, date, region, service, end, ...more] = credential.split("/");
  if (!accessKeyId || !date || !region || !service || end !== "aws4_request" || more.length > 0) {
    throw s3Error(code, "The Credential is mal-formed; expecting '<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request'.");
  }
  return { accessKeyId, scope: { date, region, service } };
}

/** @returns milliseconds since the epoch, or undefined where the text is no `YYYYMMDDTHHMMSSZ` */
function readAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

const oldMechanism = () =>
  s3Error(
    "InvalidRequest",
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
  );
