import { ResponseType, type RestApi } from "aws-cdk-lib/aws-apigateway";
import { type FailureCode, failureRow } from "../../../functions/domain/failure.ts";

interface GatewayProblem {
  readonly name: string;
  readonly message: string;
  /** Absent: the status that API Gateway gives this type. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const problem = (code: FailureCode, headers: Readonly<Record<string, string>> = {}): GatewayProblem => ({
  ...failureRow(code),
  headers,
});

/** As in the functions' own answers; a policy for JSON aside, since its quotation marks have no place here. */
const ALWAYS = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
} as const;

/** One of the general answers, of whatever status. */
const refused: GatewayProblem = {
  name: "BadRequest",
  message: "The request was refused before it reached the service.",
};

/**
 * What the front door answers by itself, in the words of the service. An address or method that is not there is a 404,
 * like everything else that is not there; API Gateway would ask for a token.
 */
const PROBLEMS: readonly (readonly [ResponseType, GatewayProblem])[] = [
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, problem("not-found")],
  [ResponseType.RESOURCE_NOT_FOUND, problem("not-found")],
  [ResponseType.UNAUTHORIZED, problem("unauthenticated", { "WWW-Authenticate": 'Basic realm="OpenProject API"' })],
  [ResponseType.INVALID_SIGNATURE, problem("signature-refused")],
  [ResponseType.EXPIRED_TOKEN, problem("credentials-over")],
  [ResponseType.ACCESS_DENIED, problem("staff-refused")],
  [ResponseType.REQUEST_TOO_LARGE, problem("body-too-large")],
  [ResponseType.THROTTLED, problem("too-many-attempts", { "Retry-After": "1" })],
  [ResponseType.QUOTA_EXCEEDED, problem("too-many-attempts", { "Retry-After": "60" })],
  [ResponseType.INTEGRATION_TIMEOUT, problem("answer-ambiguous")],
  [ResponseType.DEFAULT_4XX, refused],
  [ResponseType.DEFAULT_5XX, problem("internal")],
];

export function addGatewayResponses(api: RestApi): void {
  for (const [type, { name, message, status, headers }] of PROBLEMS) {
    const body = renderProblem(name, message);
    api.addGatewayResponse(type.responseType, {
      type,
      ...(status === undefined ? {} : { statusCode: String(status) }),
      // API Gateway picks by `Accept`, and `application/json` when nothing fits.
      templates: { "application/hal+json": body, "application/json": body },
      responseHeaders: Object.fromEntries(
        Object.entries({ ...ALWAYS, ...headers }).map(([header, value]) => [header, `'${value}'`]),
      ),
    });
  }
}

/** The body that OpenProject's clients know. */
export const renderProblem = (name: string, message: string): string =>
  JSON.stringify({
    _type: "Error",
    errorIdentifier: `urn:openproject-org:api:v3:errors:${name}`,
    message,
  });
