import { createApi } from "../http/create-api.ts";
import { wireSingleSignOn } from "../wiring/wire-single-sign-on.ts";
import { beginRoute } from "./begin.ts";
import { completeRoute } from "./complete.ts";
import { showLandingPageRoute } from "./show-landing-page.ts";

const deps = wireSingleSignOn();

export const handler = createApi(deps, {
  "GET /api/v3/single_sign_on": showLandingPageRoute(),
  "POST /api/v3/single_sign_on": beginRoute(deps),
  "POST /api/v3/single_sign_on/identities": completeRoute(deps),
});
