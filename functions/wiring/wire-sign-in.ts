import { dynamoKnownBrowsers } from "../adapters/dynamo/dynamo-known-browsers.ts";
import type { Api } from "./wire-api.ts";

/** What a browser is known by. */
export const wireSignIn = ({ table }: Api) => ({ browsers: dynamoKnownBrowsers(table) });
