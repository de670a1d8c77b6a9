const MiB = 1024 ** 2;

/**
 * Every limit of looking into an archive and of taking a file out, each with its reason. The front door waits for 29 s,
 * and a function's network carries some 70 MB/s each way. Sizes in bytes.
 */
export const EXTRACT_LIMITS = {
  /** Of a directory, for one page: 0.5 s of reading, some 300,000 entries. A search that finds little goes on in the next one. */
  pageBytesMax: 32 * MiB,
  /** First reads for a page that is full soon; each next one is twice as long, up to … */
  windowBytesMin: 64 * 1024,
  /** … this many, which is all that is ever held of a directory. */
  windowBytesMax: 4 * MiB,
  /** One read of the list of what is missing: hundreds of lines, however long the names are. */
  missingBytes: MiB,
  /** Up to here a file is read and put whole, in two requests. From here on the store copies it: three, and no byte comes by. */
  wholeBytesMax: 8 * MiB,
  /** A copied part of this size takes S3 a second or two … */
  copiedPartBytes: 64 * MiB,
  /** … and so many of them go on at the same time … */
  copiedAtOnce: 16,
  /** … so these are five rounds, and half of what the front door waits for is left to the rest. */
  copiedBytesMax: 5 * 1024 * MiB,
  /** Where the store copies nothing, a file is carried: all its bytes come here and go out again, each way 7 s. */
  carriedBytesMax: 512 * MiB,
  carriedPartBytes: 8 * MiB,
  carriedAtOnce: 4,
  /** After this long no further part is begun: what is under way has to end before the front door gives up. */
  copyMs: 20_000,
  /** After this long nobody may be waiting for the answer any more, and a session whose new id is in it would be lost. */
  answerMs: 26_000,
} as const;

export type ExtractLimits = { readonly [limit in keyof typeof EXTRACT_LIMITS]: number };
