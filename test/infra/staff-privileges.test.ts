import { expect, test } from "vitest";
import { ROUTES, type Route } from "../../functions/routes.ts";
import { privilegesOf } from "./privileges.ts";
import { synthesise } from "./synthesise.ts";
import { resourcesOf } from "./template.ts";

const { service } = synthesise();
const privileges = privilegesOf(service);

test("support and the operator may call what is theirs and nothing else", () => {
  const routes: readonly Route[] = ROUTES;
  for (const kind of ["support", "operator"] as const) {
    const calls = (privileges.get(`${kind} staff`) ?? []).filter(({ actions }) =>
      actions.includes("execute-api:Invoke"),
    );
    const mine = calls
      .flatMap(({ resources }) => resources)
      .map((resource) => resource.replace(/^.*:<FrontDoorApi\w+>\//u, ""));
    for (const { method, path, staff = [] } of routes) {
      const called = `live/${method}${path.replaceAll(/\{(\w+)\}/gu, "some-$1")}`;
      const isAllowed = mine.some((pattern) => matches(pattern, called));
      expect([kind, called, isAllowed]).toEqual([kind, called, staff.includes(kind)]);
    }
  }
});

/** As IAM has it: a star stands for slashes too. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace("<FrontDoorApiDeploymentStagelive>", "live").replaceAll("*", ".*")}$`, "u").test(text);

test("a role of the staff is taken with a second factor, under one's own user name", () => {
  for (const start of ["SupportRole", "OperatorRole"]) {
    const [role] = resourcesOf(service, "AWS::IAM::Role").filter(({ id }) => id.startsWith(start));
    expect(role?.Properties["AssumeRolePolicyDocument"]).toMatchObject({
      Statement: [
        {
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "sts:RoleSessionName": "${aws:username}" },
            Bool: { "aws:MultiFactorAuthPresent": "true" },
          },
        },
      ],
    });
  }
});
