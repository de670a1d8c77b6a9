import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import type { Settings } from "../../settings.ts";
import { exportName } from "../state-stack.ts";
import { signOnSecretPrefix, tenantSecretPrefix } from "./permissions.ts";

/**
 * Why some permissions end in a wildcard. A finding names the resource exactly, so one that is not listed here still
 * stops the synthesis; `test/infra/privileges.test.ts` holds who has which.
 */
export function acknowledgeWildcards(role: IConstruct, settings: Settings): void {
  const secrets = "arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret";
  const reasons: Readonly<Record<string, string>> = {
    "*": "Traces and network interfaces: these actions know no resources.",
    [`${secrets}:${tenantSecretPrefix(settings)}*`]:
      "Tenants are registered while the service runs; each has one secret under this prefix, and restore logins have another.",
    [`${secrets}:${signOnSecretPrefix(settings)}*`]:
      "Tenants are registered while the service runs; whoever signs in by an identity provider has one secret there.",
    [`${exportName(settings, "work-bucket-arn")}/t/*`]: "Objects of all tenants; keys are made while the service runs.",
    [`${exportName(settings, "work-bucket-arn")}/t/*/audit/*`]:
      "Exports of all tenants; keys are made while the service runs.",
    [`${exportName(settings, "work-bucket-arn")}/t/<aws:PrincipalTag/tenantId>/audit/*`]:
      "Exports of the one tenant that the session is tagged with.",
    [`${exportName(settings, "work-bucket-arn")}/t/*/extracts/*`]:
      "Files taken out of archives, of all tenants; keys are made while the service runs.",
    [`${exportName(settings, "work-bucket-arn")}/t/<aws:PrincipalTag/tenantId>/extracts/*`]:
      "Files taken out of archives, of the one tenant that the session is tagged with.",
    [`${exportName(settings, "archive-bucket-arn")}/t/*`]:
      "Archives of all tenants; keys are made while the service runs.",
    [`${exportName(settings, "archive-bucket-arn")}/t/<aws:PrincipalTag/tenantId>/*`]:
      "Archives of the one tenant that the session is tagged with.",
    [`${exportName(settings, "records-arn")}/stream/*`]: "Listing streams is allowed by the table they belong to.",
    ...Object.fromEntries(
      settings.attachmentBuckets.map(({ bucket, prefix }) => [
        `arn:<AWS::Partition>:s3:::${bucket}/${prefix}uploads/*`,
        "Attachments of a tenant, in a place that the operator named.",
      ]),
    ),
  };
  for (const [resource, reason] of Object.entries(reasons)) {
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
  }
}
