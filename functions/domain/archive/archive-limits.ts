const MiB = 1024 ** 2;

/**
 * Every limit of the archive engine, each with its reason. Sizes in bytes. Functions take them as a parameter with this
 * default, so that tests cross every boundary with a few bytes.
 */
export const ARCHIVE_LIMITS = {
  /** S3: every part of an upload but its last has at least 5 MiB. */
  partBytesMin: 5 * MiB,
  /** Below it requests cost more than bytes; two of them and their sources fit into any worker. */
  partBytes: 8 * MiB,
  /** S3: no part has more than 5 GiB. Reached at 22 TiB. */
  partBytesMax: 5 * 1024 * MiB,
  /** S3: one copy takes at most 5 GiB. */
  copyBytesMax: 5 * 1024 * MiB,
  /** The rest of a big entry is copied in parts of about this size: few requests, and yet several of them side by side. */
  bodyPartBytes: 128 * MiB,
  /** A run that is copied out of the previous archive ends here: one request, but not one that takes for minutes. */
  reusedPartBytes: 512 * MiB,
  /** S3 allows 10,000 parts in an upload. Parts are sized for this many, … */
  partsAim: 9_000,
  /** … the layout stops here, and what remains belongs to the tail (carry, list of entries, central directory). */
  partsMax: 9_500,
  uploadPartsMax: 10_000,
  /** From here on an entry is spread over parts of its own: a copy of 5 MiB or less is refused, its head needs 5 MiB too. */
  bigEntryBytes: 16 * MiB,
  /** The same, where the small entries before it already fill the head. */
  gluedEntryBytes: 8 * MiB,
  /** 36 bytes of sums an entry keep the row of a part at 144 KB; DynamoDB ends at 400 KB. A fuller part keeps CRC-32 only. */
  entriesWithSha256Max: 4_000,
  /** 4 bytes an entry: 400,000 of the 409,600 a row may have. 100,000 empty files of usual names make 5 MiB of headers. */
  entriesPerPartMax: 100_000,
  /** The join keeps 43 bytes of each attachment in memory: 172 MB. */
  entriesMax: 4_000_000,
  /** Sources of one part that are read at the same time: hides the store's latency, stays below its 5,500 reads a second. */
  readsAtOnce: 16,
  /** Of a part that is streamed: so much is read ahead. Larger pieces are read when their turn comes, twice if need be. */
  aheadBytes: 16 * MiB,
} as const;

export type ArchiveLimits = { readonly [limit in keyof typeof ARCHIVE_LIMITS]: number };
