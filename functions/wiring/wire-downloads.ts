import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { wireApi } from "./wire-api.ts";
import { wireLinks } from "./wire-links.ts";

export const wireDownloads = () => {
  const api = wireApi();
  return { ...api, backups: dynamoBackups(api.table), links: wireLinks(api) };
};
