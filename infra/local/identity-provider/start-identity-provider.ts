import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import Provider, { type Configuration } from "oidc-provider";
import { pass } from "../overhear.ts";
import { forgetfulAdapter } from "./forgetful-adapter.ts";
import { answerSignIn, SIGN_IN_PATH } from "./sign-in-page.ts";

/** Somebody who can sign in there. */
interface ProviderPerson {
  readonly subject: string;
  readonly login: string;
  readonly name: string;
}

export interface IdentityProviderOptions {
  /** Shown on its page. */
  readonly title: string;
  readonly people: readonly ProviderPerson[];
  readonly redirectUri: string;
}

export interface LocalIdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  close(): Promise<void>;
}

const clientId = "coffer";

/**
 * An identity provider for one machine: OpenID Connect as a real one speaks it, with a page that lets anybody in as any of
 * its people. It forgets everything when it ends.
 */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<LocalIdentityProvider> {
  const server = createServer();
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The identity provider has no port.");
  const issuer = `http://127.0.0.1:${address.port}`;
  const clientSecret = randomBytes(32).toString("hex");
  const provider = new Provider(issuer, configurationOf(options, clientSecret));
  provider.on("grant.success", ({ body }) => pass({ kind: "tokens", tokens: Object(body) }));
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith(SIGN_IN_PATH)) {
      void answer(request, response);
      return;
    }
    answerSignIn(provider, options, request, response).catch((error: unknown) => {
      console.error("the identity provider could not answer:", error);
      response.destroy();
    });
  });
  return {
    issuer,
    clientId,
    clientSecret,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function configurationOf({ people, redirectUri }: IdentityProviderOptions, clientSecret: string): Configuration {
  return {
    adapter: forgetfulAdapter(),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString("hex")] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `${SIGN_IN_PATH}${uid}` },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 28_800, Grant: 28_800 },
    findAccount: (_context, subject) =>
      people.some((person) => person.subject === subject)
        ? { accountId: subject, claims: async () => ({ sub: subject }) }
        : undefined,
    // Nobody is asked whether Coffer may know who they are: that is what they came for.
    async loadExistingGrant({ oidc }) {
      if (!(oidc.client && oidc.session?.accountId)) return undefined;
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  };
}

function signingKey(): JsonWebKey & { readonly kty: "RSA" } {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kty: "RSA", alg: "RS256", use: "sig", kid: "local" };
}
