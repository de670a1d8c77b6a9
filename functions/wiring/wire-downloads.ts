import { dynamoBackups } from "../adapters/dynamo/dynamo-backups.ts";
import { dynamoCollections } from "../adapters/dynamo/dynamo-collections.ts";
import { dynamoDownloadGrants } from "../adapters/dynamo/dynamo-download-grants.ts";
import { dynamoDownloadOpenings } from "../adapters/dynamo/dynamo-download-openings.ts";
import { dynamoDownloadPulls } from "../adapters/dynamo/dynamo-download-pulls.ts";
import { dynamoDownloadTickets } from "../adapters/dynamo/dynamo-download-tickets.ts";
import { dynamoHandOuts } from "../adapters/dynamo/dynamo-hand-outs.ts";
import { wireApi } from "./wire-api.ts";
import { wireFactors } from "./wire-factors.ts";
import { wireExtractLinks, wireLinks } from "./wire-links.ts";

export const wireDownloads = () => {
  const api = wireApi();
  return {
    ...api,
    ...wireFactors(api),
    backups: dynamoBackups(api.table),
    tickets: dynamoDownloadTickets(api.table),
    grants: dynamoDownloadGrants(api.table),
    collections: dynamoCollections(api.table),
    handOuts: dynamoHandOuts(api.table),
    openings: dynamoDownloadOpenings(api.table),
    pulls: dynamoDownloadPulls(api.table),
    links: wireLinks(api),
    extractLinks: wireExtractLinks(api),
  };
};
