import type { FrontDoor } from "./route.ts";

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** Facts a gateway response's template may name. */
export interface AnswerContext {
  readonly requestId: string;
  readonly httpMethod: string;
  readonly path: string;
  /** The request's header: it chooses between a response's templates. */
  readonly accept: string;
}

/** What the front door says by itself: API Gateway's own status and text for each type of response. */
const defaults = {
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: "Missing Authentication Token" },
  UNAUTHORIZED: { status: 401, message: "Unauthorized" },
  INVALID_SIGNATURE: { status: 403, message: "The request signature we calculated does not match." },
  EXPIRED_TOKEN: { status: 403, message: "The security token included in the request is expired" },
  ACCESS_DENIED: { status: 403, message: "User is not authorized to access this resource" },
  AUTHORIZER_FAILURE: { status: 500, message: "Internal server error" },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: "Internal server error" },
  REQUEST_TOO_LARGE: { status: 413, message: "Request Too Long" },
  INTEGRATION_TIMEOUT: { status: 504, message: "Endpoint request timed out" },
  /** A function that failed or answered in no form known: DEFAULT_5XX is the one that can be changed for it. */
  DEFAULT_5XX: { status: 502, message: "Internal server error" },
} as const;

export type AnswerType = keyof typeof defaults;

/** What is said of one case of a type, where there are several. */
export interface Said {
  readonly message: string;
  /** The value of `x-amzn-ErrorType`. */
  readonly errorType: string;
}

export function gatewayAnswer(type: AnswerType, door: FrontDoor, context: AnswerContext, said?: Said): Answer {
  const { status } = defaults[type];
  const { message, errorType } = said ?? { message: defaults[type].message, errorType: errorName(type) };
  const wide = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  const own = door.responses.find((response) => response.type === type);
  const chosen = own ?? door.responses.find((response) => response.type === wide);
  const [mediaType, template] = choose(chosen?.templates ?? {}, context.accept);
  const body = fill(template ?? '{"message":$context.error.messageString}', type, message, context);
  return {
    status: chosen?.status ?? status,
    headers: [["Content-Type", mediaType], ["x-amzn-ErrorType", errorType], ...Object.entries(chosen?.headers ?? {})],
    body: Buffer.from(body),
  };
}

/** The first type that is accepted and has a template, else JSON's. */
function choose(templates: Readonly<Record<string, string>>, accept: string): readonly [string, string | undefined] {
  const accepted = accept.split(",").map((range) => range.split(";")[0]?.trim() ?? "");
  const mediaType = accepted.find((type) => type in templates) ?? "application/json";
  return [mediaType, templates[mediaType]];
}

function fill(template: string, type: AnswerType, message: string, context: AnswerContext): string {
  const facts = new Map([
    ["error.messageString", JSON.stringify(message)],
    ["error.message", message],
    ["error.responseType", type],
    ["requestId", context.requestId],
    ["httpMethod", context.httpMethod],
    ["path", context.path],
  ]);
  return template.replaceAll(/\$context\.([a-zA-Z.]+)/g, (whole, name: string) => facts.get(name) ?? whole);
}

function errorName(type: AnswerType): string {
  const names = {
    MISSING_AUTHENTICATION_TOKEN: "MissingAuthenticationTokenException",
    UNAUTHORIZED: "UnauthorizedException",
    INVALID_SIGNATURE: "InvalidSignatureException",
    EXPIRED_TOKEN: "ExpiredTokenException",
    ACCESS_DENIED: "AccessDeniedException",
    AUTHORIZER_FAILURE: "AuthorizerConfigurationException",
    AUTHORIZER_CONFIGURATION_ERROR: "AuthorizerConfigurationException",
    REQUEST_TOO_LARGE: "RequestTooLargeException",
    INTEGRATION_TIMEOUT: "InternalServerErrorException",
    DEFAULT_5XX: "InternalServerErrorException",
  } as const satisfies Record<AnswerType, string>;
  return names[type];
}
