import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod";
import { Failure, type FailureCode } from "../domain/failure.ts";
import { headerOf } from "./call.ts";

const BODY_BYTES_MAX = 64 * 1024;

/** What a route takes: its shape, and the members whose absence or type has an answer of its own. */
export interface BodyShape<Input> {
  readonly shape: z.ZodType<Input>;
  readonly failures?: Readonly<Record<string, FailureCode>>;
}

/**
 * Reads the one JSON object a request carries. The text itself appears in no error: it may hold a secret.
 * Throws `content-type-missing`, `content-type-unsupported`, `body-too-large`, `malformed-json`,
 * `constraint-violation` or what the shape names for a member.
 */
export const readJsonBody = <Input>(event: APIGatewayProxyEvent, { shape, failures = {} }: BodyShape<Input>): Input => {
  const parsed = shape.safeParse(parseObject(bodyText(event)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = issue?.path.length
    ? issue.path.join(".")
    : issue?.code === "unrecognized_keys"
      ? (issue.keys[0] ?? "")
      : "";
  const named = failures[member];
  throw named ? new Failure(named) : new Failure("constraint-violation", { attribute: printable(member) });
};

/** A name that came from outside, fit to be shown: short, and without anything that could steer a terminal or a page. */
const printable = (name: string): string => name.replaceAll(/[^\w.-]/gu, "?").slice(0, 64);

function bodyText(event: APIGatewayProxyEvent): string {
  const type = headerOf(event, "content-type");
  if (!type) throw new Failure("content-type-missing");
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/iu.test(type)) throw new Failure("content-type-unsupported");
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64").toString("utf8") : (event.body ?? "");
  if (Buffer.byteLength(text) > BODY_BYTES_MAX) throw new Failure("body-too-large");
  return text;
}

function parseObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text, refusePrototype);
  } catch (error) {
    // The parser's error quotes the text, so it is not kept as the cause.
    throw error instanceof Failure ? error : new Failure("malformed-json");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Failure("malformed-json");
  return value;
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new Failure("constraint-violation", { attribute: "__proto__" });
  return value;
}
