import { dynamoSignOnIdentities } from "../adapters/dynamo/dynamo-sign-ons.ts";
import type { Api } from "./wire-api.ts";

/** Whom identity providers found browsers to be. */
export const wireIdentities = ({ table }: Api) => ({ identities: dynamoSignOnIdentities(table) });
