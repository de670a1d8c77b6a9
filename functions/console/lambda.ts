import { serveConsole } from "./serve-console.ts";
import type { Site } from "./site.ts";

/** Put in when this function is bundled: what was built from `console/`. */
declare const CONSOLE_SITE: Site;

/** The pages of `PAGES`, and their files. */
export const handler = serveConsole(CONSOLE_SITE);
