import { Failure } from "../failure.ts";

const PATH_CHARACTERS_MAX = 512;

/**
 * A path of our own to go on at after a sign-on, without a way out: not to another host, in none of the spellings that
 * browsers take for one. Throws `constraint-violation`.
 */
export const returnPathOf = (wish: string, origin: string): string => {
  const isPlain = wish.length <= PATH_CHARACTERS_MAX && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/u.test(wish);
  const url = isPlain ? URL.parse(wish, origin) : null;
  // What is left of `/.//host` once its dots are worked off begins with two slashes, and would lead away.
  if (url?.origin !== new URL(origin).origin || url.pathname.startsWith("//")) {
    throw new Failure("constraint-violation", { attribute: "returnPath" });
  }
  return `${url.pathname}${url.search}${url.hash}`;
};
