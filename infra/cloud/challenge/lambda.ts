import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from "aws-lambda";

/**
 * Asks those for credentials who sent none. It decides nothing else: what is let through has proved nothing, and is
 * looked at by the function behind.
 *
 * It exists because API Gateway renames the `WWW-Authenticate` of a function's answer, but not that of its own 401
 * (docs/decisions/0008-asking-for-credentials.md). Browsers are let through, so that the console's expired session
 * is answered without a challenge, which would open the browser's own login window.
 */
export const handler = async ({
  headers,
  methodArn,
}: Pick<APIGatewayRequestAuthorizerEvent, "headers" | "methodArn">): Promise<APIGatewayAuthorizerResult> => {
  const sent = new Set(Object.keys(headers ?? {}).map((name) => name.toLowerCase()));
  if (!ANSWERED_BEHIND.some((name) => sent.has(name))) {
    // The very word that API Gateway makes its UNAUTHORIZED response of.
    throw new Error("Unauthorized");
  }
  return {
    principalId: "unproved",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: methodArn }],
    },
  };
};

/** Credentials of a script; credentials of a browser; what only browsers send. */
const ANSWERED_BEHIND = ["authorization", "cookie", "sec-fetch-mode", "x-requested-with"] as const;
