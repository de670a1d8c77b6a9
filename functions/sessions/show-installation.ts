import { anonymous } from "../http/handler.ts";
import { renderInstallation } from "../http/representations/installation.ts";

/** `GET /api/v3/installation`: what whoever is about to sign in has to know; everybody may. */
export const showInstallationRoute = () =>
  anonymous({
    async handle({ tenant }) {
      return { status: 200, body: renderInstallation(tenant) };
    },
  });
