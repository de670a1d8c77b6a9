import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { ACCOUNT_ID } from "../template/account.ts";
import type { Match } from "./match-route.ts";
import type { FrontDoor } from "./route.ts";

/** The event that API Gateway (REST, Lambda proxy integration) makes of a request, for a custom domain without a base path. */
export function proxyEvent(
  request: IncomingMessage,
  body: Buffer,
  { route, pathParameters }: Match,
  door: FrontDoor,
  requestId: string,
): APIGatewayProxyEvent {
  const url = new URL(request.url ?? "/", "http://unused");
  const multiValueHeaders = headersOf(request);
  const query = [...new Set(url.searchParams.keys())].map((name): [string, string[]] => [
    name,
    url.searchParams.getAll(name),
  ]);
  const path = url.pathname;
  const isBinary = isBinaryType(door.binaryMediaTypes, request.headers["content-type"] ?? "application/json");
  const now = new Date();
  return {
    resource: route.resource,
    path,
    httpMethod: request.method ?? "GET",
    headers: lastOf(Object.entries(multiValueHeaders)),
    multiValueHeaders,
    queryStringParameters: query.length === 0 ? null : lastOf(query),
    multiValueQueryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    pathParameters,
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: door.apiId,
      authorizer: null,
      domainName: hostName(request),
      domainPrefix: hostName(request).split(".")[0] ?? "",
      extendedRequestId: randomUUID(),
      httpMethod: request.method ?? "GET",
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        user: null,
        userAgent: request.headers["user-agent"] ?? null,
        userArn: null,
      },
      path,
      protocol: "HTTP/1.1",
      requestId,
      requestTime: now.toUTCString(),
      requestTimeEpoch: now.getTime(),
      resourceId: route.resource,
      resourcePath: route.resource,
      stage: door.stage,
    },
    body: body.length === 0 ? null : body.toString(isBinary ? "base64" : "utf8"),
    isBase64Encoded: isBinary && body.length > 0,
  };
}

const hostName = (request: IncomingMessage) => (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();

/** Names keep the case they were sent in, as API Gateway keeps it; what it adds is added. */
function headersOf(request: IncomingMessage): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? "";
    if (hopByHop.has(name.toLowerCase())) continue;
    headers[name] = [...(headers[name] ?? []), request.rawHeaders[index + 1] ?? ""];
  }
  headers["X-Forwarded-For"] = [
    [...(headers["X-Forwarded-For"] ?? []), request.socket.remoteAddress ?? "127.0.0.1"].join(", "),
  ];
  headers["X-Forwarded-Proto"] = ["http"];
  headers["X-Forwarded-Port"] = [String(request.socket.localPort ?? "")];
  return headers;
}

const hopByHop = new Set(["connection", "transfer-encoding", "te", "upgrade", "keep-alive", "proxy-connection"]);

const lastOf = (entries: readonly [string, readonly string[]][]) =>
  Object.fromEntries(entries.map(([name, values]) => [name, values.at(-1)]));

/** Does a media type (parameters aside) fall under one of the API's binary types? They may be `*\/*` or `image/*`. */
export function isBinaryType(binaryTypes: readonly string[], mediaType: string): boolean {
  const type = mediaType.split(/[;,]/)[0]?.trim().toLowerCase() ?? "";
  return binaryTypes.some((pattern) => {
    const [kind, sub] = pattern.toLowerCase().split("/");
    return (
      (kind === "*" && sub === "*") || (sub === "*" && type.startsWith(`${kind}/`)) || pattern.toLowerCase() === type
    );
  });
}
