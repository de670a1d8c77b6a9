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

export const LANDING_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Single sign-on</title>
<main>
<h1>Single sign-on</h1>
<p role="status">One moment …</p>
<button type="button" hidden>Sign in</button>
<noscript>This page needs JavaScript.</noscript>
</main>
<script type="module">${SCRIPT}</script>
</html>
`;

/** This script and no other, and calls to this host alone. */
export const LANDING_PAGE_POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${createHash("sha256").update(SCRIPT).digest("base64")}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
