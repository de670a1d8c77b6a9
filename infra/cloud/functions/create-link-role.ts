import { Duration } from "aws-cdk-lib";
import { ArnPrincipal, PolicyStatement, Role, SessionTagsPrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";
import type { State } from "../state-stack.ts";
import { acknowledgeWildcards } from "./acknowledge-wildcards.ts";
import { viaObjectStore } from "./object-permissions.ts";

const TENANT = "${aws:PrincipalTag/tenantId}";

/**
 * What links are signed with. The downloads function takes this role for one request, tagged with the tenant and
 * narrowed further to one object, so that even a mistake in the key cannot reach another tenant's archive.
 */
export function createLinkRole(scope: Construct, settings: Settings, downloads: Role, state: State): Role {
  const role = new Role(scope, "LinkRole", {
    description: "Coffer: signs links to one tenant's archives",
    assumedBy: new SessionTagsPrincipal(new ArnPrincipal(downloads.roleArn)).withConditions({
      StringLike: { "aws:RequestTag/tenantId": "?*" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["tenantId"] },
    }),
    maxSessionDuration: Duration.hours(1),
  });
  role.addToPolicy(
    new PolicyStatement({
      sid: "OwnArchives",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: [`${state.archiveBucketArn}/t/${TENANT}/*`],
    }),
  );
  role.addToPolicy(
    new PolicyStatement({
      sid: "OwnArchiveKey",
      actions: ["kms:Decrypt"],
      resources: [state.archiveKeyArn],
      conditions: { StringEquals: { "kms:ViaService": viaObjectStore, "kms:EncryptionContext:tenantId": TENANT } },
    }),
  );
  acknowledgeWildcards(role, settings);
  downloads.addToPolicy(
    new PolicyStatement({
      sid: "LinkRole",
      actions: ["sts:AssumeRole", "sts:TagSession"],
      resources: [role.roleArn],
    }),
  );
  return role;
}
