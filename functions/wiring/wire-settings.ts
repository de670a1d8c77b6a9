import { dynamoSettings } from "../adapters/dynamo/dynamo-settings.ts";
import { wireApi } from "./wire-api.ts";
import { wireFactors } from "./wire-factors.ts";

export const wireSettings = () => {
  const api = wireApi();
  return { ...api, ...wireFactors(api), settings: dynamoSettings(api.table) };
};
