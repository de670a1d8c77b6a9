import { randomUUID } from "node:crypto";
import type { Call, Reply } from "../serve-calls.ts";
import type { RoleSessions } from "./role-sessions.ts";
import { type Fields, type ServiceError, serviceError } from "./service-error.ts";

/** STS, in the query protocol: a form comes in, XML goes out. */
export function tokenService(sessions: RoleSessions): (call: Call, operation: string, fields: Fields) => Reply {
  return (call, operation, fields) => {
    const accessKeyId = /Credential=([^/]+)\//.exec(call.headers.authorization ?? "")?.[1];
    if (accessKeyId === undefined) throw serviceError("MissingAuthenticationToken", "The request is not signed", 403);
    const token = call.headers["x-amz-security-token"];
    const caller = sessions.find(accessKeyId, typeof token === "string" ? token : undefined);
    if (!caller && accessKeyId.startsWith("ASIA")) throw serviceError("ExpiredToken", "The credentials are over", 403);
    if (operation === "AssumeRole") {
      const { accessKeyId: id, secret, sessionToken, expiresAt, arn } = sessions.assume(fields, accessKeyId);
      return reply(operation, {
        AssumedRoleUser: { Arn: arn, AssumedRoleId: `AROALOCAL:${arn.split("/").at(-1)}` },
        Credentials: {
          AccessKeyId: id,
          SecretAccessKey: secret,
          SessionToken: sessionToken,
          Expiration: new Date(expiresAt).toISOString(),
        },
      });
    }
    if (operation !== "GetCallerIdentity") throw serviceError("InvalidAction", `Not served here: ${operation}`);
    const arn = caller?.arn ?? `arn:aws:iam::000000000000:user/${accessKeyId}`;
    return reply(operation, { Arn: arn, UserId: accessKeyId, Account: "000000000000" });
  };
}

export function tokenServiceError({ code, message, statusCode }: ServiceError): Reply {
  const error = { Error: { Type: "Sender", Code: code, Message: message }, RequestId: randomUUID() };
  return { status: statusCode, headers: { "content-type": "text/xml" }, body: xml({ ErrorResponse: error }) };
}

type Tree = string | { readonly [name: string]: Tree };

function reply(operation: string, result: Tree): Reply {
  const answer = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
  return { status: 200, headers: { "content-type": "text/xml" }, body: xml({ [`${operation}Response`]: answer }) };
}

function xml(tree: Tree): string {
  if (typeof tree === "string") return tree.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return Object.entries(tree)
    .map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`)
    .join("");
}
