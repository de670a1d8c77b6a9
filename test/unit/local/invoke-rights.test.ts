import { expect, test } from "vitest";
import { readInvokeRights } from "../../../infra/local/gateway/invoke-rights.ts";
import type { OpenTemplate } from "../../../infra/local/template/open-template.ts";

const METHOD = "arn:aws:execute-api:eu-central-1:000000000000:api/live/GET/support/v1/tenants";
const statement = (Resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource,
  ...more,
});

const rightsOf = (...statements: readonly object[]) =>
  readInvokeRights({
    resources: () => [{ properties: { Roles: ["Operator"], PolicyDocument: { Statement: statements } } }],
  } as unknown as OpenTemplate);
const olga = "arn:aws:sts::000000000000:assumed-role/Operator/olga";

test("a method that a policy of the role names may be called, and nothing longer", () => {
  const rights = rightsOf(statement(METHOD));
  expect(rights.mayInvoke(olga, METHOD)).toBe(true);
  expect(rights.mayInvoke(olga, `${METHOD}/acme`)).toBe(false);
  expect(rights.mayInvoke(olga, METHOD.replace("GET", "POST"))).toBe(false);
});

test("a star stands for anything in it, a dot for a dot", () => {
  const rights = rightsOf(statement([`${METHOD}/*/v1.0`]));
  expect(rights.mayInvoke(olga, `${METHOD}/acme/v1.0`)).toBe(true);
  expect(rights.mayInvoke(olga, `${METHOD}/acme/v1x0`)).toBe(false);
});

test("other roles, users without a role, and functions' sessions of other names have no right by it", () => {
  const rights = rightsOf(statement(METHOD));
  expect(rights.mayInvoke("arn:aws:sts::000000000000:assumed-role/Support/samir", METHOD)).toBe(false);
  expect(rights.mayInvoke("arn:aws:iam::000000000000:user/Operator", METHOD)).toBe(false);
  expect(rights.mayInvoke("arn:aws:sts::000000000000:assumed-role/Operator2/olga", METHOD)).toBe(false);
});

test("a statement about something else, or with a condition, gives no right", () => {
  expect(rightsOf(statement("*", { Action: ["s3:GetObject"] })).mayInvoke(olga, METHOD)).toBe(false);
  expect(rightsOf(statement(METHOD, { Condition: { Bool: {} } })).mayInvoke(olga, METHOD)).toBe(false);
});
