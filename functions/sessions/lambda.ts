import { createApi } from "../http/create-api.ts";
import { wireApi } from "../wiring/wire-api.ts";
import { wireFactors } from "../wiring/wire-factors.ts";
import { wireIdentities } from "../wiring/wire-identities.ts";
import { showSessionRoute } from "./show-session.ts";
import { signInRoute } from "./sign-in.ts";
import { signInByIdentityRoute } from "./sign-in-by-identity.ts";
import { signOutRoute } from "./sign-out.ts";

const api = wireApi();
const deps = { ...api, ...wireFactors(api), ...wireIdentities(api) };

export const handler = createApi(deps, {
  "POST /api/v3/sessions": signInRoute(deps),
  "POST /api/v3/sessions/single_sign_on": signInByIdentityRoute(deps),
  "GET /api/v3/sessions/current": showSessionRoute(),
  "DELETE /api/v3/sessions/current": signOutRoute(deps),
});
