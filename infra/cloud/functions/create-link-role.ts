import { Duration } from "aws-cdk-lib";
import { ArnPrincipal, PolicyStatement, Role, SessionTagsPrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import { acknowledgeWildcards } from "./acknowledge-wildcards.ts";
import { viaObjectStore } from "./object-permissions.ts";

const TENANT = "${aws:PrincipalTag/tenantId}";

export interface LinkRoleProps {
  readonly description: string;
  /** Who takes it. */
  readonly taker: Role;
  readonly bucketArn: string;
  /** Below the tenant's prefix; empty, or ends with `/`. */
  readonly folder: string;
  readonly keyArn: string;
}

/**
 * What links are signed with. One function takes this role for one request, tagged with the tenant and narrowed further
 * to one object, so that even a mistake in the key cannot reach what is another tenant's.
 */
export function createLinkRole(scope: Construct, id: string, settings: Settings, props: LinkRoleProps): Role {
  const { description, taker, bucketArn, folder, keyArn } = props;
  const role = new Role(scope, id, {
    description,
    assumedBy: new SessionTagsPrincipal(new ArnPrincipal(taker.roleArn)).withConditions({
      StringLike: { "aws:RequestTag/tenantId": "?*" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["tenantId"] },
    }),
    maxSessionDuration: Duration.hours(1),
  });
  role.addToPolicy(
    new PolicyStatement({
      sid: "OwnObjects",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: [`${bucketArn}/t/${TENANT}/${folder}*`],
    }),
  );
  role.addToPolicy(
    new PolicyStatement({
      sid: "OwnKey",
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      conditions: { StringEquals: { "kms:ViaService": viaObjectStore, "kms:EncryptionContext:tenantId": TENANT } },
    }),
  );
  acknowledgeWildcards(role, settings);
  taker.addToPolicy(
    new PolicyStatement({
      // One taker may have several.
      sid: id,
      actions: ["sts:AssumeRole", "sts:TagSession"],
      resources: [role.roleArn],
    }),
  );
  return role;
}
