import type { LifecycleRule } from "@aws-sdk/client-s3";
import * as z from "zod";

/** A rule in CloudFormation's words; strict, so that a wish that cannot be passed on is not lost in silence. */
const ruleShape = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(["Enabled", "Disabled"]),
  Prefix: z.string().optional(),
  ExpirationInDays: z.number().optional(),
  ExpiredObjectDeleteMarker: z.boolean().optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: z.number() }).optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: z.number(), NewerNoncurrentVersions: z.number().optional() })
    .optional(),
});

/** The same rules in the words of the S3 API. */
export function lifecycleRules(rules: readonly unknown[]): LifecycleRule[] {
  return rules.map((rule) => {
    const { Id, Status, Prefix, ExpirationInDays, ExpiredObjectDeleteMarker, ...same } = ruleShape.parse(rule);
    const expires = ExpirationInDays !== undefined || ExpiredObjectDeleteMarker !== undefined;
    return {
      ...(Id === undefined ? {} : { ID: Id }),
      Status,
      Filter: { Prefix: Prefix ?? "" },
      ...(expires ? { Expiration: { Days: ExpirationInDays, ExpiredObjectDeleteMarker } } : {}),
      ...same,
    };
  });
}
