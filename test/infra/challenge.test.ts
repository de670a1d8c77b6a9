import { expect, test } from "vitest";
import { ROUTES } from "../../functions/routes.ts";
import { handler } from "../../infra/cloud/challenge/lambda.ts";
import { privilegesOf } from "./privileges.ts";
import { synthesise } from "./synthesise.ts";
import { resourceOf, resourcesOf } from "./template.ts";

const methodArn = "arn:aws:execute-api:eu-central-1:111122223333:api/live/POST/api/v3/backups";

test("a script that sends no credentials is asked for them", async () => {
  await expect(handler({ headers: { Host: "acme.backup.example", Accept: "*/*" }, methodArn })).rejects.toThrow(
    /^Unauthorized$/,
  );
  await expect(handler({ headers: null, methodArn })).rejects.toThrow(/^Unauthorized$/);
});

test.each(["Authorization", "Cookie", "Sec-Fetch-Mode", "x-requested-with"])(
  "a request with %s is left to the function behind, for this one method",
  async (name) => {
    const { policyDocument } = await handler({ headers: { [name]: "anything" }, methodArn });
    expect(policyDocument.Statement).toEqual([{ Effect: "Allow", Action: "execute-api:Invoke", Resource: methodArn }]);
  },
);

test("the challenge stands before the routes that take an API key, keeps no answer and may do nothing", () => {
  const { service } = synthesise({ isChallengeSent: true });
  const challenged = resourcesOf(service, "AWS::ApiGateway::Method").filter(
    ({ Properties }) => Properties["AuthorizationType"] === "CUSTOM",
  );
  const withApiKey = ROUTES.filter(({ signIn }) => ["either", "api-key"].includes(signIn));
  expect(challenged).toHaveLength(withApiKey.length);
  expect(resourceOf(service, "AWS::ApiGateway::Authorizer").Properties).toMatchObject({
    Type: "REQUEST",
    AuthorizerResultTtlInSeconds: 0,
  });
  const actions = (privilegesOf(service).get("challenge") ?? []).flatMap((privilege) => privilege.actions);
  expect(actions.filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
});
