import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What it says that a real provider would not. */
export interface Lies {
  /** Members of the ID token; undefined takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** By whom the ID token is signed: `own`, somebody else, nobody, or with the client's secret. */
  readonly signedBy?: "own" | "other" | "nobody" | "secret";
  /** What comes between signing and sending. */
  readonly tamper?: (idToken: string) => string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Instead of the token endpoint's answer. */
  readonly tokenAnswer?: { readonly status: number; readonly body: unknown };
  /** Instead of the metadata. */
  readonly discoveryAnswer?: { readonly status: number; readonly text: string; readonly location?: string };
}

const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const CLIENT = { clientId: "coffer", clientSecret: "a secret of the client, long enough to sign with" };

export type LyingProvider = Awaited<ReturnType<typeof lyingProvider>>;

/** An identity provider that answers every code, and says whatever it is told to. */
export async function lyingProvider() {
  let lies: Lies = {};
  let nonce: string | undefined;
  const asked: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: URLSearchParams }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      asked.push({ path, headers: request.headers, body: new URLSearchParams(Buffer.concat(chunks).toString()) });
      const { status, text, location } = answer(path);
      response
        .writeHead(status, { "content-type": "application/json", ...(location === undefined ? {} : { location }) })
        .end(text);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(path: string): { status: number; text: string; location?: string } {
    if (path === "/.well-known/openid-configuration") {
      return lies.discoveryAnswer ?? { status: 200, text: JSON.stringify({ ...metadataOf(issuer), ...lies.metadata }) };
    }
    if (path === "/keys") {
      const key = { ...own.publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" };
      return { status: 200, text: JSON.stringify({ keys: [key] }) };
    }
    const { tokenAnswer } = lies;
    if (tokenAnswer) return { status: tokenAnswer.status, text: JSON.stringify(tokenAnswer.body) };
    const tokens = { access_token: "a", token_type: "Bearer", expires_in: 60, id_token: idToken() };
    return { status: 200, text: JSON.stringify(tokens) };
  }

  function idToken(): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: "maya", aud: CLIENT.clientId, iat: now, exp: now + 300, nonce, ...lies.claims };
    const signedBy = lies.signedBy ?? "own";
    const alg = { own: "RS256", other: "RS256", nobody: "none", secret: "HS256" }[signedBy];
    const text = [{ alg, kid: "k1", ...lies.header }, claims].map(encoded).join(".");
    const token = `${text}.${signatureOf(text, signedBy)}`;
    return lies.tamper?.(token) ?? token;
  }

  return {
    issuer,
    asked,
    /** From now on; `nonce` is what an honest ID token repeats. */
    tell(told: Lies, expectedNonce?: string) {
      lies = told;
      nonce = expectedNonce ?? nonce;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const metadataOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  code_challenge_methods_supported: ["S256"],
});

export const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function signatureOf(text: string, signedBy: NonNullable<Lies["signedBy"]>): string {
  if (signedBy === "nobody") return "";
  if (signedBy === "secret") return createHmac("sha256", CLIENT.clientSecret).update(text).digest("base64url");
  const { privateKey } = signedBy === "own" ? own : other;
  return sign("sha256", Buffer.from(text), privateKey).toString("base64url");
}
