/** Signs manifests with a key that never leaves its store; anyone can check them with the published key. */
export interface ManifestSigner {
  /** Detached JWS in compact form (RFC 7515 appendix F, ES256): `header..signature`. */
  sign(payload: Uint8Array): Promise<string>;
}
