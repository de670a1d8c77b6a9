import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { createPrivateBucket, refuse } from "./private-bucket.ts";

/**
 * The archives. Lockable without a default: a version is locked once it was read back, so that what failed its check
 * can go. No rule of the store deletes a version here; the keeper does, when its lock has ended.
 */
export function createArchiveBucket(scope: Construct, key: IKey): Bucket {
  const bucket = createPrivateBucket(scope, "Archives", key, { versioned: true, objectLockEnabled: true });
  refuse(bucket, "RefuseBypassingLocks", ["s3:BypassGovernanceRetention"], {});
  return bucket;
}
