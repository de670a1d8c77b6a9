import { createApi } from "../http/create-api.ts";
import { wireApi } from "../wiring/wire-api.ts";
import { wireFactors } from "../wiring/wire-factors.ts";
import { showSessionRoute } from "./show-session.ts";
import { signInRoute } from "./sign-in.ts";
import { signOutRoute } from "./sign-out.ts";

const api = wireApi();
const deps = { ...api, ...wireFactors(api) };

export const handler = createApi(deps, {
  "POST /api/v3/sessions": signInRoute(deps),
  "GET /api/v3/sessions/current": showSessionRoute(),
  "DELETE /api/v3/sessions/current": signOutRoute(deps),
});
