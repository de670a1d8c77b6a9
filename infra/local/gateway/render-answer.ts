import * as z from "zod";
import type { Answer } from "./gateway-answer.ts";
import { isBinaryType } from "./proxy-event.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** What a Lambda proxy integration may answer; anything else is a 502. */
const resultShape = z.object({
  statusCode: z
    .union([z.number(), z.string().regex(/^\d{3}$/)])
    .transform(Number)
    .pipe(z.int().min(100).max(599)),
  headers: z.record(z.string(), scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Headers of a function that API Gateway does not pass on under their own name. */
const remapped = new Set([
  "authorization",
  "connection",
  "content-md5",
  "date",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "upgrade",
  "via",
  "www-authenticate",
]);
const dropped = new Set(["content-length", "transfer-encoding"]);

/** The HTTP answer that a function's result means, or `undefined` if it means none. `accept`: the request's header. */
export function renderAnswer(payload: string, binaryTypes: readonly string[], accept: string): Answer | undefined {
  const result = resultShape.safeParse(parse(payload));
  if (!result.success) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result.data;
  const many = Object.entries(multiValueHeaders ?? {});
  const manyNames = new Set(many.map(([name]) => name.toLowerCase()));
  const sent = [
    ...Object.entries(headers ?? {}).filter(([name]) => !manyNames.has(name.toLowerCase())),
    ...many.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  ];
  const named = sent
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .map(([name, value]): [string, string] => [
      remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name,
      value,
    ]);
  const hasType = named.some(([name]) => name.toLowerCase() === "content-type");
  const isDecoded = isBase64Encoded === true && isBinaryType(binaryTypes, accept);
  return {
    status: statusCode,
    headers: hasType ? named : [...named, ["Content-Type", "application/json"]],
    body: Buffer.from(body ?? "", isDecoded ? "base64" : "utf8"),
  };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
