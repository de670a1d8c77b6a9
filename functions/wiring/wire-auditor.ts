import type { DynamoDBRecord } from "aws-lambda";
import { decodeFactImage } from "../adapters/dynamo/audit-row.ts";
import { dynamoAuditChain } from "../adapters/dynamo/dynamo-audit-chain.ts";
import { dynamoTenantList } from "../adapters/dynamo/dynamo-tenant-list.ts";
import type { FactKey } from "../domain/audit/audit-chain.ts";
import { wireService } from "./wire-service.ts";

export const wireAuditor = () => {
  const { table, log } = wireService();
  return { log, chain: dynamoAuditChain(table), tenantList: dynamoTenantList(table), decode: decodeRecord };
};

const decodeRecord = ({ dynamodb }: DynamoDBRecord): FactKey | undefined =>
  dynamodb?.NewImage && decodeFactImage(dynamodb.NewImage);
