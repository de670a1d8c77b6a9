/** A file of the console, as a browser is given it. */
export interface SiteFile {
  readonly text: string;
  /** Media type. */
  readonly type: string;
  /** Named after its own bytes: under this name it never changes. */
  readonly isForEver: boolean;
}

/** The console, ready to be given out: its page, and what the page loads, by the names of the files. */
export interface Site {
  readonly page: string;
  readonly assets: Readonly<Record<string, SiteFile>>;
}
