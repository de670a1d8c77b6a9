import { createHash } from "node:crypto";

/**
 * What the browser does where the identity provider sends it to. It came from another site, so it has no session cookie
 * yet; what the page asks for from here, it asks for from its own site, and has it. The code leaves the address at once.
 * Nothing of the query becomes part of the page.
 */
const SCRIPT = `
const query = location.search.slice(1);
history.replaceState(null, "", location.pathname);
const say = (text) => { document.querySelector("p").textContent = text; };
const post = async (path, content) => {
  const headers = { "content-type": "application/json", "x-requested-with": "Coffer" };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(content) });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
};
const attempt = async (work) => {
  try { await work(); } catch (error) { say(error.message); begin.hidden = false; }
};
const begin = document.querySelector("button");
begin.addEventListener("click", () => attempt(async () => {
  const { _links } = await post("/api/v3/single_sign_on", { purpose: "sign-in" });
  location.assign(_links.authorize.href);
}));
if (query === "") { say(""); begin.hidden = false; }
else attempt(async () => {
  const { _links } = await post("/api/v3/single_sign_on/identities", { query });
  if (_links.signIn) await post(_links.signIn.href, {});
  location.replace(_links.continue.href);
});
`;

/** The console's looks, as far as this page has them; it is not served with the console's files. */
const STYLE = `
body { margin: 0; border-top: 2.9rem solid #1a67a3; background: #fff; color: #1f2328;
  font: 1rem / 1.5 Lato, "Helvetica Neue", Helvetica, Arial, sans-serif }
main { box-sizing: border-box; max-width: 30rem; margin: 0 auto; padding: 3rem 1.5rem }
h1 { margin: 0 0 0.75rem; font-size: 1.6rem; font-weight: 600; line-height: 1.25 }
p { margin: 0 0 1rem }
button { font: inherit; min-height: 2.4rem; padding: 0.4rem 0.9rem; border: 1px solid #1f7a37; border-radius: 6px;
  background: #1f7a37; color: #fff; cursor: pointer }
button:hover { background: #18642c }
button + a { display: inline-block; margin-left: 1rem }
[hidden], [hidden] + a { display: none }
a { color: #1a67a3 }
:focus-visible { outline: 2px solid #1a67a3; outline-offset: 2px }
`;

export const LANDING_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Single sign-on</title>
<style>${STYLE}</style>
<main>
<h1>Single sign-on</h1>
<p role="status">One moment …</p>
<button type="button" hidden>Sign in</button>
<a href="/">To your backups</a>
<noscript>This page needs JavaScript.</noscript>
</main>
<script type="module">${SCRIPT}</script>
</html>
`;

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** This script, this style and no other, and calls to this host alone. */
export const LANDING_PAGE_POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
