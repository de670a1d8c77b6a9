import type { APIGatewayProxyEvent } from "aws-lambda";
import * as z from "zod/mini";
import { Failure, type FailureCode } from "../domain/failure.ts";
import { headerOf } from "./call.ts";
import { parseJsonObject } from "./parse-json-object.ts";

const BODY_BYTES_MAX = 64 * 1024;

/** JSON of any kind (RFC 6839), in UTF-8 or in what is the same of it (RFC 8259 knows no other encoding). */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/iu;
const CHARSET = /;\s*charset\s*=\s*"?([^\s";]*)/iu;
const CHARSETS: ReadonlySet<string> = new Set(["utf-8", "utf8", "us-ascii"]);

/** What a route takes: its shape, and the members whose absence or type has an answer of its own. */
export interface BodyShape<Input> {
  readonly shape: z.core.$ZodType<Input>;
  readonly failures?: Readonly<Record<string, FailureCode>>;
}

/**
 * Reads the one JSON object a request carries. The text itself appears in no error: it may hold a secret.
 * Throws `content-type-missing`, `content-type-unsupported`, `body-too-large`, `malformed-json`,
 * `constraint-violation` or what the shape names for a member.
 */
export const readJsonBody = <Input>(event: APIGatewayProxyEvent, { shape, failures = {} }: BodyShape<Input>): Input => {
  const parsed = z.safeParse(shape, parseJsonObject(bodyText(event)));
  if (parsed.success) return parsed.data;
  // A member with an answer of its own says more than one that is merely missing.
  const members = parsed.error.issues.map(memberOf);
  const member = members.find((wrong) => Object.hasOwn(failures, wrong)) ?? members[0] ?? "";
  const named = Object.hasOwn(failures, member) ? failures[member] : undefined;
  throw named ? new Failure(named) : new Failure("constraint-violation", { attribute: member });
};

const memberOf = (issue: z.core.$ZodIssue): string =>
  issue.path.join(".") || (issue.code === "unrecognized_keys" ? printable(issue.keys[0] ?? "") : "");

/** Only what looks like the name of a member is shown: a secret that was put in the wrong place does not. */
const printable = (name: string): string => (/^[A-Za-z_]{1,32}$/u.test(name) ? name : "(unknown)");

function bodyText(event: APIGatewayProxyEvent): string {
  const type = headerOf(event, "content-type");
  if (!type) throw new Failure("content-type-missing");
  const charset = CHARSET.exec(type)?.[1] ?? "utf-8";
  if (!JSON_TYPE.test(type) || !CHARSETS.has(charset.toLowerCase())) throw new Failure("content-type-unsupported");
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > BODY_BYTES_MAX) throw new Failure("body-too-large");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failure("malformed-json");
  }
}
