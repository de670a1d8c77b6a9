/** How many tries there are, where the operator wants other numbers than the usual ones. */
export interface TrySettings {
  /** Sign-ins by one user, name or known browser; in 30 minutes. */
  readonly signInTriesPerUser?: number;
  /** Sign-ins from one address or network; in 15 minutes. Many people may have one in common. */
  readonly signInTriesPerAddress?: number;
  /** Before each next one has to wait; in 15 minutes. */
  readonly stepUpTriesPerUser?: number;
  /** Wrong backup tokens by one API key; in an hour. */
  readonly wrongTokensPerKey?: number;
  /** Wrong passwords in a row, over whatever time; at most 100. */
  readonly failuresInARow?: number;
}
