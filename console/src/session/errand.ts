/** What a person confirms at their identity provider. */
export type Errand =
  | "token"
  | "download"
  | "file"
  | "delete"
  | "pull"
  | "retention"
  | "schedule"
  | "schedule-end"
  | "log"
  | "sessions"
  | "collection"
  /** Of the user with this id. */
  | `password-${number}`;

/** What a single sign-on found is good for two minutes; then the way begins anew. */
const GOOD_MS = 110_000;

const MARK = "#confirmed-";

let back = readMark();

/** The browser came back from the identity provider for what stands behind the mark; the address shows it no longer. */
function readMark(): { readonly errand: string; readonly until: number } | undefined {
  if (!location.hash.startsWith(MARK)) return undefined;
  const errand = location.hash.slice(MARK.length);
  history.replaceState(null, "", location.pathname);
  return { errand, until: Date.now() + GOOD_MS };
}

/** Where the browser comes back to. */
export const wayBack = (path: string, errand: Errand): string => `${path}${MARK}${errand}`;

export const isBackFor = (errand: Errand): boolean => back?.errand === errand && Date.now() < back.until;

/** A proof is good for one use, whatever comes of it. */
export function useUp(): void {
  back = undefined;
}
