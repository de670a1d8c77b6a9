import type { RouteHandler } from "../http/handler.ts";
import { LANDING_PAGE, LANDING_PAGE_POLICY } from "./landing-page.ts";

/** `GET /api/v3/single_sign_on`: where browsers come back to. Looking at it changes nothing. */
export const showLandingPageRoute = (): RouteHandler<unknown> => () => async () => ({
  status: 200,
  page: LANDING_PAGE,
  headers: { "content-security-policy": LANDING_PAGE_POLICY },
});
