import type { APIGatewayProxyResult } from "aws-lambda";

/** What a route gives back; rendered as HAL JSON. */
export interface Answer {
  readonly status: 200 | 201 | 202 | 204 | 302 | 303;
  readonly body?: object;
  /** HTML, instead of a body; its headers have to allow what is in it. */
  readonly page?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whole values of `Set-Cookie`. */
  readonly cookies?: readonly string[];
}

/** Nothing we answer may be kept by a cache, guessed in type, framed, or named as a referrer. */
const ALWAYS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

export const renderAnswer = ({ status, body, page, headers, cookies }: Answer): APIGatewayProxyResult =>
  page === undefined
    ? renderHal(status, body, headers, cookies)
    : {
        statusCode: status,
        headers: { ...ALWAYS, "content-type": "text/html; charset=utf-8", ...headers },
        body: page,
      };

export const renderHal = (
  statusCode: number,
  body: object | undefined,
  headers: Readonly<Record<string, string>> = {},
  cookies: readonly string[] = [],
): APIGatewayProxyResult => ({
  statusCode,
  headers: {
    ...ALWAYS,
    ...(body === undefined ? {} : { "content-type": "application/hal+json; charset=utf-8" }),
    ...headers,
  },
  ...(cookies.length === 0 ? {} : { multiValueHeaders: { "set-cookie": [...cookies] } }),
  body: body === undefined ? "" : JSON.stringify(body),
});
