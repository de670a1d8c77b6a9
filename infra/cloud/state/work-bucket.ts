import { Duration } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { createPrivateBucket } from "./private-bucket.ts";

/** Dumps, inventories and indexes while a backup is made. Nothing in it outlives two days. */
export const createWorkBucket = (scope: Construct, key: IKey): Bucket =>
  createPrivateBucket(scope, "Work", key, {
    lifecycleRules: [{ id: "work-objects", expiration: Duration.days(2) }],
  });
