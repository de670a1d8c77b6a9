import { SESSION_MAX_MS } from "../domain/session/session.ts";
import { cookieValue } from "./cookie-value.ts";

/** The prefix makes browsers insist on Secure, path `/` and no domain (RFC 6265bis). */
const NAME = "__Host-coffer";

const ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Strict";

export const sessionCookie = (id: string): string => `${NAME}=${id}; ${ATTRIBUTES}; Max-Age=${SESSION_MAX_MS / 1000}`;

export const NO_SESSION_COOKIE = `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;

/** The session id out of a `Cookie` header: 43 base64url characters, or undefined. */
export const sessionIdOf = (cookies: string | undefined): string | undefined => {
  const value = cookieValue(cookies, NAME);
  return value !== undefined && /^[\w-]{43}$/u.test(value) ? value : undefined;
};
