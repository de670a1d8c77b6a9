/** A browser that a user signed in with before. The id in its cookie is 256 random bits; only its SHA-256 is stored. */
export interface KnownBrowser {
  readonly tenantId: string;
  readonly userId: number;
  readonly idHash: string;
  /** What the user proved themselves with: a browser of whoever had an old password is known no more. */
  readonly factorsMark: string;
  /** Of the last sign-in; milliseconds. */
  readonly seenAt: number;
}

/**
 * Browsers whose tries are counted apart, so that a stranger who knows a login cannot lock its owner out (OWASP: device
 * cookies). Being known lets nobody in.
 */
export interface KnownBrowsers {
  /** Strongly consistent. Gives none that was not seen for `BROWSER_KNOWN_MS`. */
  find(tenantId: string, userId: number, idHash: string): Promise<KnownBrowser | undefined>;
  remember(browser: KnownBrowser): Promise<void>;
}

export const BROWSER_KNOWN_MS = 180 * 24 * 3_600_000;
