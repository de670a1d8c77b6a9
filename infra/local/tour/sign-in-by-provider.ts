import * as z from "zod";
import { ask, type Reply } from "./ask.ts";
import { type ProviderBrowser, providerBrowser } from "./provider-browser.ts";

const begunShape = z.object({ _links: z.object({ authorize: z.object({ href: z.url() }) }) });

/** One call with a cookie, as a page of the console makes it. */
export const postWithCookie = (url: string, cookie: string, content: object): Promise<Reply> =>
  ask({
    method: "POST",
    url,
    headers: { "content-type": "application/json", "x-requested-with": "Coffer", cookie },
    body: JSON.stringify(content),
  });

/** The cookie that an answer sets, ready to be sent back. Throws for an answer that sets none. */
export function cookieOf({ status, headers, text }: Reply): string {
  const cookie = headers["set-cookie"]?.[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`An answer without a cookie, ${status}: ${text}`);
  return cookie;
}

/** Begins a single sign-on: the address to go to, and the cookie to come back with. */
export async function beginSignOnAt(origin: string, content: object = { purpose: "sign-in" }, session = "") {
  const begun = await postWithCookie(`${origin}/api/v3/single_sign_on`, session, content);
  return { cookie: cookieOf(begun), address: begunShape.parse(JSON.parse(begun.text))._links.authorize.href };
}

/** Signs in as a browser does; returns the session's cookie. */
export async function signInByProvider(
  origin: string,
  subject: string,
  browser: ProviderBrowser = providerBrowser(),
): Promise<string> {
  const { cookie, address } = await beginSignOnAt(origin);
  const back = await browser.walk(address, subject);
  const landed = await ask({ method: "GET", url: back.href });
  if (landed.status !== 200) throw new Error(`The way back answered ${landed.status}: ${landed.text}`);
  const query = back.search.slice(1);
  const found = await postWithCookie(`${origin}/api/v3/single_sign_on/identities`, cookie, { query });
  return cookieOf(await postWithCookie(`${origin}/api/v3/sessions/single_sign_on`, cookieOf(found), {}));
}
