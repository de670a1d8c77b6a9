import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
} from "openid-client";
import { Failure } from "../../domain/failure.ts";
import type { Clock } from "../../domain/ports.ts";
import type { IdentityProvider } from "../../domain/single-sign-on/identity-provider.ts";
import type { SignOnProvider } from "../../domain/single-sign-on/sign-on-provider.ts";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import { type GuardedCall, isAllowedUrl } from "./guarded-fetch.ts";
import { discoveryFailure, redeemFailure } from "./openid-failure.ts";

export interface OpenidDeps {
  /** Every call goes through it, whatever address a provider names. */
  readonly fetch: (address: string, call: GuardedCall) => Promise<Response>;
  readonly clientSecret: (tenantId: string) => Promise<string>;
  readonly clock: Clock;
  /** For the local system alone: providers by plain `http` on this machine. */
  readonly isLoopbackAllowed: boolean;
}

/** A provider's keys and addresses are asked for again after this time at the latest. */
const METADATA_LIFE_MS = 5 * 60_000;
/** Clocks of the provider and of this machine may differ by this much where a token begins and ends. */
const CLOCK_DIFFERENCE_SECONDS = 30;

export function openidIdentityProvider(deps: OpenidDeps): IdentityProvider {
  const known = new Map<string, Known>();

  async function configurationOf({ tenantId, signOn }: Tenant): Promise<Configuration> {
    if (!signOn) throw new Failure("no-single-sign-on");
    const found = known.get(tenantId);
    const secret = await deps.clientSecret(tenantId);
    if (found && deps.clock.now() < found.until && isFor(found, signOn, secret)) {
      return found.configuration;
    }
    const configuration = await discover(deps, signOn, secret);
    known.set(tenantId, { until: deps.clock.now() + METADATA_LIFE_MS, secret, configuration });
    return configuration;
  }

  return {
    async addressFor(tenant, { redirectUri, state, nonce, codeVerifier, isFresh }) {
      const configuration = await configurationOf(tenant);
      // A browser goes wherever it is told to, to `javascript:` as well.
      const endpoint = URL.parse(configuration.serverMetadata().authorization_endpoint ?? "");
      if (!endpoint || !isAllowedUrl(endpoint, deps.isLoopbackAllowed)) throw wrongMetadata("authorization_endpoint");
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: "openid",
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
        ...(isFresh ? { prompt: "login", max_age: "0" } : {}),
      });
      return url.href;
    },

    async redeem(tenant, { query, redirectUri, state, nonce, codeVerifier }) {
      const configuration = await configurationOf(tenant);
      const url = new URL(redirectUri);
      url.search = query;
      try {
        const tokens = await authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims?.sub) throw new Failure("single-sign-on-refused");
        const { iss, sub, auth_time: authTimeSeconds } = claims;
        return { issuer: iss, subject: sub, ...(authTimeSeconds === undefined ? {} : { authTimeSeconds }) };
      } catch (error) {
        throw redeemFailure(error);
      }
    },
  };
}

interface Known {
  readonly until: number;
  readonly secret: string;
  readonly configuration: Configuration;
}

/** What the operator changed takes effect at once. */
const isFor = ({ configuration, secret }: Known, { issuer, clientId }: SignOnProvider, wanted: string): boolean =>
  configuration.serverMetadata().issuer === issuer &&
  configuration.clientMetadata().client_id === clientId &&
  secret === wanted;

async function discover(
  deps: OpenidDeps,
  { issuer, clientId }: SignOnProvider,
  secret: string,
): Promise<Configuration> {
  try {
    const url = URL.parse(issuer);
    if (!url) throw wrongMetadata("issuer");
    const metadata = { [clockTolerance]: CLOCK_DIFFERENCE_SECONDS };
    const configuration = await discovery(url, clientId, metadata, clientAuth(secret), {
      [customFetch]: (address, { method, headers, body, signal }) =>
        deps.fetch(address, {
          method,
          headers,
          body: body instanceof URLSearchParams ? body.toString() : undefined,
          signal,
        }),
      // The ID token's signature is checked, though it comes from the provider itself over TLS.
      execute: [enableNonRepudiationChecks, ...(deps.isLoopbackAllowed ? [allowInsecureRequests] : [])],
    });
    if (configuration.serverMetadata().issuer !== issuer) throw wrongMetadata("issuer");
    return configuration;
  } catch (error) {
    throw discoveryFailure(error);
  }
}

/** In the manner that the provider takes; without a word from it, by `Basic` (OpenID Connect Discovery 1.0, 3). */
const clientAuth =
  (secret: string): ClientAuth =>
  (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const authenticate = methods.includes("client_secret_basic") ? ClientSecretBasic(secret) : ClientSecretPost(secret);
    return authenticate(server, client, body, headers);
  };

const wrongMetadata = (member: string): Failure =>
  new Failure("identity-provider-unavailable", { reason: "wrong metadata", member });
