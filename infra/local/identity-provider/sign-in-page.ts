import type { IncomingMessage, ServerResponse } from "node:http";
import escapeHtml from "escape-html";
import type Provider from "oidc-provider";
import type { IdentityProviderOptions } from "./start-identity-provider.ts";

export const SIGN_IN_PATH = "/sign-in/";

/** Shows who can sign in, and signs in whoever was picked. */
export async function answerSignIn(
  provider: Provider,
  options: IdentityProviderOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === "POST") {
    const accountId = new URLSearchParams(await bodyOf(request)).get("subject");
    const isKnown = options.people.some(({ subject }) => subject === accountId);
    const result =
      accountId !== null && isKnown
        ? { login: { accountId } }
        : { error: "access_denied", error_description: "nobody" };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  response
    .writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
    .end(renderPage(options));
}

const renderPage = ({ title, people }: IdentityProviderOptions): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<h1>${escapeHtml(title)}</h1>
<p>A demonstration: pick who you are. Nobody is asked for a password.</p>
<form method="post">
${people.map(renderPerson).join("\n")}
<p><button name="subject" value="">Sign in as nobody</button></p>
</form>
</html>
`;

const renderPerson = ({ subject, login, name }: IdentityProviderOptions["people"][number]): string =>
  `<p><button name="subject" value="${escapeHtml(subject)}">${escapeHtml(name)} (${escapeHtml(login)})</button></p>`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
