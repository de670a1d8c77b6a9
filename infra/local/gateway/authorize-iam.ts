import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { ACCOUNT_ID, REGION } from "../template/account.ts";
import { checkSignature, type SignatureRefusal, type SignerLookup } from "./check-signature.ts";
import type { AnswerType } from "./gateway-answer.ts";
import type { InvokeRights } from "./invoke-rights.ts";

/** What signatures and rights are looked up in. */
export interface IamSurroundings {
  readonly signers: SignerLookup;
  readonly rights: InvokeRights;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Identity = APIGatewayProxyEvent["requestContext"]["identity"];

export type IamVerdict =
  | {
      readonly isAllowed: true;
      readonly identity: Pick<Identity, "accessKey" | "accountId" | "caller" | "user" | "userArn">;
    }
  | { readonly isAllowed: false; readonly answer: AnswerType; readonly message: string; readonly errorType: string };

/** Authorization of type AWS_IAM: is the signature right, and may its signer call this method. */
export async function authorizeIam(
  request: IncomingMessage,
  body: Buffer,
  { apiId, stage }: { readonly apiId: string; readonly stage: string },
  { signers, rights, now }: IamSurroundings,
): Promise<IamVerdict> {
  const { method = "GET", url: target = "/" } = request;
  const signature = await checkSignature({ method, target, headers: headersOf(request), body }, signers, now());
  if (!signature.isValid) {
    const { type, message } = signature;
    return { isAllowed: false, answer: ANSWERS[type], message, errorType: `${type}Exception` };
  }
  const { arn } = signature.signer;
  const path = (target.split("?")[0] ?? "/").replace(/\/$/u, "");
  const methodArn = `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${apiId}/${stage}/${method}${path}`;
  if (!rights.mayInvoke(arn, methodArn)) {
    const shown = methodArn.replace(ACCOUNT_ID, `********${ACCOUNT_ID.slice(-4)}`);
    const message = `User: ${arn} is not authorized to perform: execute-api:Invoke on resource: ${shown}`;
    return { isAllowed: false, answer: "ACCESS_DENIED", message, errorType: "AccessDeniedException" };
  }
  const id = `${arn.split("/")[1] ?? ""}:${arn.split("/").at(-1) ?? ""}`;
  return {
    isAllowed: true,
    identity: { accessKey: signature.accessKeyId, accountId: ACCOUNT_ID, caller: id, user: id, userArn: arn },
  };
}

/** Under which of the types that a template can change it is answered. */
const ANSWERS: Readonly<Record<SignatureRefusal, AnswerType>> = {
  MissingAuthenticationToken: "MISSING_AUTHENTICATION_TOKEN",
  IncompleteSignature: "INVALID_SIGNATURE",
  UnrecognizedClient: "INVALID_SIGNATURE",
  InvalidSignature: "INVALID_SIGNATURE",
  ExpiredToken: "EXPIRED_TOKEN",
};

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : (value ?? "")]),
  );
