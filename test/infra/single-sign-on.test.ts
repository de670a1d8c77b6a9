import { expect, test } from "vitest";
import * as z from "zod";
import { functionName, privilegesOf } from "./privileges.ts";
import { synthesise } from "./synthesise.ts";
import { resourcesOf } from "./template.ts";

const network = { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] };
const { service } = synthesise({ network });
const functions = new Map(
  resourcesOf(service, "AWS::Lambda::Function").map(({ Properties }) => [functionName(Properties), Properties]),
);
const variablesOf = (name: string) =>
  z.object({ Variables: z.record(z.string(), z.unknown()) }).parse(functions.get(name)?.["Environment"]).Variables;

test("what visits addresses that tenants chose stands outside the network of the databases", () => {
  expect(functions.get("sessions")?.["VpcConfig"]).toBeDefined();
  expect(functions.get("single-sign-on")?.["VpcConfig"]).toBeUndefined();
});

test("it knows no database, no bucket, no queue and no key, and reaches no other function", () => {
  const mine = (privilegesOf(service).get("single-sign-on") ?? []).flatMap(({ actions }) => actions);
  expect(mine.filter((action) => /^(s3|sqs|sts|ses|lambda|ec2):|Sign$/u.test(action))).toEqual([]);
  const resources = (privilegesOf(service).get("single-sign-on") ?? []).flatMap((privilege) => privilege.resources);
  expect(resources.filter((resource) => resource.includes("secret:coffer/tenant/"))).toEqual([]);
  expect(
    Object.keys(variablesOf("single-sign-on"))
      .filter((name) => name.startsWith("COFFER_"))
      .toSorted(),
  ).toEqual(["COFFER_LOOPBACK_ISSUERS", "COFFER_SIGN_ON_SECRET_PREFIX", "COFFER_TABLE"]);
});

test("it visits its own machine in the local system alone", () => {
  expect(variablesOf("single-sign-on")["COFFER_LOOPBACK_ISSUERS"]).toBe("refused");
});
