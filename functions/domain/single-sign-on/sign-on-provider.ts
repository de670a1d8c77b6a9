/** A tenant's identity provider, as the operator registered it. The client's secret is in the secret store. */
export interface SignOnProvider {
  /** OpenProject's own name of it (`auth_providers.slug`): what users are linked by. */
  readonly name: string;
  /** Issuer identifier: an `https` address without query or fragment, compared character by character. */
  readonly issuer: string;
  /** Coffer's, at the provider. */
  readonly clientId: string;
  /** False: it does not ask people anew when told to, or does not say when it did (Google says so of itself). */
  readonly canStepUp: boolean;
}
