import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";

export interface Ask {
  readonly method?: string;
  /** The route's path, with `{names}`. */
  readonly resource?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly domainName?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
}

/** A request as API Gateway's proxy integration hands it to a function. */
export function apiEvent(ask: Ask): APIGatewayProxyEvent {
  const { method = "GET", resource = "/", domainName = "backup.acme.example", headers = {}, body } = ask;
  const query = Object.entries(ask.query ?? {}).map(([name, value]) => [name, [value].flat()] as const);
  const event = {
    httpMethod: method,
    resource,
    path: resource,
    headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    multiValueHeaders: {},
    queryStringParameters:
      query.length === 0 ? null : Object.fromEntries(query.map(([name, all]) => [name, all.at(-1)])),
    multiValueQueryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    pathParameters: ask.path ?? null,
    stageVariables: null,
    isBase64Encoded: false,
    body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    requestContext: { domainName, requestId: "r1", identity: { sourceIp: "192.0.2.1" } },
  };
  return event as unknown as APIGatewayProxyEvent;
}

export const apiKey = (key: string, user = "apikey"): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`${user}:${key}`).toString("base64")}`,
});

export const NO_CONTEXT = {} as Context;

export const answerOf = (result: APIGatewayProxyResult) => ({
  status: result.statusCode,
  headers: { ...result.headers, ...firstValues(result.multiValueHeaders) },
  /** Whole values of `Set-Cookie`. */
  cookies: (result.multiValueHeaders?.["set-cookie"] ?? []).map(String),
  body: result.body === "" ? undefined : (JSON.parse(result.body) as Record<string, unknown>),
});

const firstValues = (headers: APIGatewayProxyResult["multiValueHeaders"] = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values[0] ?? ""]));
