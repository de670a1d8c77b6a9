import { createApi } from "../http/create-api.ts";
import { wireApi } from "../wiring/wire-api.ts";
import { wireFactors } from "../wiring/wire-factors.ts";
import { wireSignIn } from "../wiring/wire-sign-in.ts";
import { enablePasswordRoute } from "./enable-password.ts";
import { endOtherSessionsRoute } from "./end-other-sessions.ts";
import { listDisabledPasswordsRoute } from "./list-disabled-passwords.ts";
import { listSessionsRoute } from "./list-sessions.ts";
import { showInstallationRoute } from "./show-installation.ts";
import { showSessionRoute } from "./show-session.ts";
import { signInRoute } from "./sign-in.ts";
import { signInByIdentityRoute } from "./sign-in-by-identity.ts";
import { signOutRoute } from "./sign-out.ts";

const api = wireApi();
const deps = { ...api, ...wireFactors(api), ...wireSignIn(api) };

export const handler = createApi(deps, {
  "GET /api/v3/installation": showInstallationRoute(),
  "POST /api/v3/sessions": signInRoute(deps),
  "POST /api/v3/sessions/single_sign_on": signInByIdentityRoute(deps),
  "GET /api/v3/sessions": listSessionsRoute(deps),
  "DELETE /api/v3/sessions": endOtherSessionsRoute(deps),
  "GET /api/v3/sessions/current": showSessionRoute(deps),
  "DELETE /api/v3/sessions/current": signOutRoute(deps),
  "GET /api/v3/disabled_passwords": listDisabledPasswordsRoute(deps),
  "DELETE /api/v3/disabled_passwords/{userId}": enablePasswordRoute(deps),
});
