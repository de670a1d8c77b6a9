import { BROWSER_KNOWN_MS } from "../domain/session/known-browsers.ts";
import { cookieValue } from "./cookie-value.ts";

const NAME = "__Host-coffer-browser";

/** By this a browser is known again. It lets nobody in. */
export const browserCookie = (id: string): string =>
  `${NAME}=${id}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=${BROWSER_KNOWN_MS / 1000}`;

/** The browser's id out of a `Cookie` header: 43 base64url characters, or undefined. */
export const browserIdOf = (cookies: string | undefined): string | undefined => {
  const value = cookieValue(cookies, NAME);
  return value !== undefined && /^[\w-]{43}$/u.test(value) ? value : undefined;
};
