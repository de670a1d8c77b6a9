/** What a script can tell from `$?`. Documented in docs/cli.md; never changed, only added to. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  /** The command, or what it was given, is not understood. */
  usage: 2,
  notFound: 3,
  /** No credentials, or not those of the role that may. */
  refused: 4,
  /** Not in a state for it: one is being made already, the name is taken. */
  conflict: 5,
  /** The same may succeed later: a limit, a busy service, no connection. */
  later: 6,
  /** `tenants check` found something that is missing. */
  incomplete: 7,
  /** `audit verify` found that the log is not as it was written. */
  broken: 8,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const exitCodeOf = (status: number): ExitCode => {
  if (status === 404) return EXIT.notFound;
  if (status === 401 || status === 403) return EXIT.refused;
  if (status === 409) return EXIT.conflict;
  if (status === 429 || status === 503 || status === 504) return EXIT.later;
  return status >= 400 && status < 500 ? EXIT.usage : EXIT.unexpected;
};
