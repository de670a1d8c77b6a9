import { SIGN_ON_MS } from "../domain/single-sign-on/sign-on-challenge.ts";
import { SIGN_ON_IDENTITY_MS } from "../domain/single-sign-on/sign-on-identity.ts";

/** One cookie with two lives: a browser on its way to the identity provider, and one that has come back. */
const NAME = "__Host-coffer-sign-on";

const ATTRIBUTES = "Path=/; HttpOnly; Secure";

/** Lax: the way back begins at the provider's site. */
export const awayCookie = ({ state, nonce }: { readonly state: string; readonly nonce: string }): string =>
  `${NAME}=${state}.${nonce}; ${ATTRIBUTES}; SameSite=Lax; Max-Age=${SIGN_ON_MS / 1000}`;

export const identityCookie = (identityId: string): string =>
  `${NAME}=${identityId}; ${ATTRIBUTES}; SameSite=Strict; Max-Age=${SIGN_ON_IDENTITY_MS / 1000}`;

/** State and nonce out of a `Cookie` header. */
export const awayOf = (cookies: string | undefined): { readonly state: string; readonly nonce: string } | undefined => {
  const [, state, nonce] = /^([\w-]{43})\.([\w-]{43})$/u.exec(valueIn(cookies)) ?? [];
  return state === undefined || nonce === undefined ? undefined : { state, nonce };
};

/** The identity's id out of a `Cookie` header. */
export const identityIdOf = (cookies: string | undefined): string | undefined => {
  const value = valueIn(cookies);
  return /^[\w-]{43}$/u.test(value) ? value : undefined;
};

/** Empty where the cookie is not there, or there twice: somebody else may have set one of them. */
function valueIn(cookies: string | undefined): string {
  const values = (cookies ?? "").split(";").flatMap((cookie) => {
    const [name, value] = cookie.trim().split("=", 2);
    return name === NAME && value !== undefined ? [value] : [];
  });
  return values.length === 1 ? (values[0] ?? "") : "";
}
