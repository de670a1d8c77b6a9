import { Aws, CfnOutput, Duration, Stack, Validations } from "aws-cdk-lib";
import { CfnRestApi, type RestApi } from "aws-cdk-lib/aws-apigateway";
import { AccountRootPrincipal, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { StaffKind } from "../../../functions/domain/support/staff.ts";
import { ROUTES, type Route } from "../../../functions/routes.ts";
import { STAGE } from "./stage.ts";

/** What support and the operator sign in. */
export type StaffRoles = Readonly<Record<StaffKind, Role>>;

/**
 * Two roles, for whom the account lets take them: with a second factor, and under their own user name, so that the name
 * in the audit log is nobody's choice.
 */
export const createStaffRoles = (scope: Construct): StaffRoles => ({
  support: staffRole(scope, "SupportRole", "support: finds, makes and hands out backups"),
  operator: staffRole(scope, "OperatorRole", "operator: registers tenants and sets what guards them"),
});

function staffRole(scope: Construct, id: string, description: string): Role {
  const role = new Role(scope, id, {
    description: `Coffer ${description}`,
    assumedBy: new AccountRootPrincipal().withConditions({
      StringEquals: { "sts:RoleSessionName": "${aws:username}" },
      Bool: { "aws:MultiFactorAuthPresent": "true" },
    }),
    maxSessionDuration: Duration.hours(1),
  });
  sayArn(scope, id, role);
  return role;
}

const sayArn = (scope: Construct, id: string, { roleArn }: Role): CfnOutput =>
  new CfnOutput(scope, `${id}Arn`, { value: roleArn, description: "For the profiles of `coffer`" });

/** Lets each role call the routes that are its own, and nothing else of the account. */
export function letStaffIn(roles: StaffRoles, api: RestApi): void {
  for (const kind of ["support", "operator"] as const) {
    const mine = staffRoutes(kind);
    roles[kind].addToPolicy(
      new PolicyStatement({
        sid: "OwnRoutes",
        actions: ["execute-api:Invoke"],
        resources: mine.map(({ method, path }) => `${addressOf(api)}/${STAGE}/${method}${pattern(path)}`),
      }),
    );
    Validations.of(roles[kind]).acknowledge(
      ...mine
        .filter(({ path }) => path.includes("{"))
        .map(({ method, path }) => ({
          id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${logicalIdOf(api)}>/${STAGE}/${method}${pattern(path)}]`,
          reason: "Routes of the staff are about any tenant; the function asks once more which role it is.",
        })),
    );
  }
}

/** By names that hold for any account and region, as elsewhere: a finding tells them so. */
const addressOf = ({ restApiId }: RestApi): string =>
  `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${restApiId}`;

function logicalIdOf(api: RestApi): string {
  const resource = api.node.defaultChild;
  if (!(resource instanceof CfnRestApi)) throw new TypeError("the API is made of something else");
  return Stack.of(api).getLogicalId(resource);
}

const staffRoutes = (kind: StaffKind): readonly Route[] => {
  const routes: readonly Route[] = ROUTES;
  return routes.filter(({ staff }) => staff?.includes(kind));
};

const pattern = (path: string): string => path.replaceAll(/\{\w+\}/gu, "*");
