import type { APIGatewayProxyEvent } from "aws-lambda";
import * as z from "zod";
import type { LocalFunction } from "../lambda/local-function.ts";
import { ACCOUNT_ID, REGION } from "../template/account.ts";
import type { AnswerType } from "./gateway-answer.ts";

const resultShape = z.object({
  principalId: z.string(),
  policyDocument: z.object({ Statement: z.array(z.object({ Effect: z.enum(["Allow", "Deny"]) })).min(1) }),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
});

export type Verdict =
  | { readonly isAllowed: true; readonly authorizer: Readonly<Record<string, unknown>> }
  | { readonly isAllowed: false; readonly answer: AnswerType };

/**
 * Asks a REQUEST authorizer, without keeping its answers. Which resources its policy names is not looked at: statements
 * are taken to be about the method that was asked for.
 */
export async function authorize(authorizer: LocalFunction, event: APIGatewayProxyEvent): Promise<Verdict> {
  const { apiId, stage, resourcePath, httpMethod } = event.requestContext;
  const methodArn = `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${apiId}/${stage}/${httpMethod}${resourcePath}`;
  const outcome = await authorizer.invoke({ ...event, type: "REQUEST", methodArn });
  if (outcome.state === "failed") {
    // This very word is how an authorizer says 401: API Gateway has no other way.
    const isRefusal = outcome.error.errorMessage === "Unauthorized";
    return { isAllowed: false, answer: isRefusal ? "UNAUTHORIZED" : "AUTHORIZER_FAILURE" };
  }
  const result = resultShape.safeParse(JSON.parse(outcome.payload));
  if (!result.success) return { isAllowed: false, answer: "AUTHORIZER_CONFIGURATION_ERROR" };
  const { principalId, policyDocument, context } = result.data;
  const isDenied = policyDocument.Statement.some(({ Effect }) => Effect === "Deny");
  if (isDenied) return { isAllowed: false, answer: "ACCESS_DENIED" };
  return { isAllowed: true, authorizer: { ...context, principalId } };
}
