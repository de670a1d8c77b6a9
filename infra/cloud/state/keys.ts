import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

const KEPT = { removalPolicy: RemovalPolicy.RETAIN, pendingWindow: Duration.days(30) };

/** Encrypts the table and the secrets. */
export const createRecordsKey = (scope: Construct): Key =>
  new Key(scope, "RecordsKey", { ...KEPT, enableKeyRotation: true, description: "Coffer: records and secrets" });

/** Encrypts the objects of all tenants that have no key of their own, under a context that names tenant and backup. */
export const createArchiveKey = (scope: Construct): Key =>
  new Key(scope, "ArchiveKey", { ...KEPT, enableKeyRotation: true, description: "Coffer: archives and work objects" });

/** Signs manifests. Its public half is published, so archives can be checked for as long as they exist. */
export const createManifestKey = (scope: Construct): Key =>
  new Key(scope, "ManifestKey", {
    ...KEPT,
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    description: "Coffer: signatures of manifests",
  });
