import { S3Client } from "@aws-sdk/client-s3";
import { dynamoBackupHistory } from "../adapters/dynamo/dynamo-backup-history.ts";
import { dynamoBackupTokens } from "../adapters/dynamo/dynamo-backup-tokens.ts";
import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { dynamoFailureStreaks } from "../adapters/dynamo/dynamo-failure-streaks.ts";
import { dynamoHandOuts } from "../adapters/dynamo/dynamo-hand-outs.ts";
import { postgresTenantProbe } from "../adapters/postgres/postgres-tenant-probe.ts";
import { s3AttachmentProbe } from "../adapters/s3/s3-attachment-probe.ts";
import { S3_CLIENT_SETTINGS } from "../adapters/s3/s3-client-settings.ts";
import { tenantSecrets } from "../adapters/secrets/secrets-manager-tenant-secrets.ts";
import { required } from "./environment.ts";
import { wireStaff } from "./wire-staff.ts";
import { wireTenantUsers } from "./wire-tenant-users.ts";

export const wireOperator = () => {
  const staff = wireStaff();
  const tenantUsers = wireTenantUsers(staff);
  const { secretStore: client } = tenantUsers;
  const prefix = required("COFFER_TENANT_SECRET_PREFIX");
  return {
    ...staff,
    ...tenantUsers,
    backups: dynamoBackups(staff.table),
    history: dynamoBackupHistory(staff.table),
    handOuts: dynamoHandOuts(staff.table),
    tokens: dynamoBackupTokens(staff.table),
    streaks: dynamoFailureStreaks(staff.table),
    secretPlaces: {
      prefix,
      signOnPrefix: required("COFFER_SIGN_ON_SECRET_PREFIX"),
      kmsKeyArn: required("COFFER_RECORDS_KEY_ARN"),
    },
    probes: [
      // A check is about what is there now: what was read before is not asked.
      postgresTenantProbe({
        freshSecrets: (tenantId) => tenantSecrets({ client, prefix, clock: staff.clock })(tenantId),
      }),
      s3AttachmentProbe({ client: new S3Client(S3_CLIENT_SETTINGS) }),
    ],
  };
};
