import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** Finds what has to be looked at by a certain time: outbox rows that wait, leases that end. Other rows are not in it. */
export const DUE_INDEX = "due";

/** Everything Coffer knows, in one table: docs/data-model.md says which rows there are. */
export function createRecordsTable(scope: Construct, encryptionKey: IKey): Table {
  const table = new Table(scope, "Records", {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    sortKey: { name: "sk", type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: "expiresAt",
    stream: StreamViewType.NEW_IMAGE,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  table.addGlobalSecondaryIndex({
    indexName: DUE_INDEX,
    partitionKey: { name: "dueKind", type: AttributeType.STRING },
    sortKey: { name: "dueAt", type: AttributeType.NUMBER },
    projectionType: ProjectionType.ALL,
  });
  return table;
}
