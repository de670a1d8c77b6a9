import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Extent } from "./blob-store.ts";
import type { CheckedExtent, CutExtent } from "./bodies.ts";
import { type Checksum, type ChecksumAlgorithm, encodeCrc32, startChecksum } from "./checksums.ts";
import { combineCrc32 } from "./crc-combine.ts";
import type { Encryption } from "./object-traits.ts";
import { opaqueEtag } from "./receive-body.ts";
import type { Store } from "./store.ts";

export interface CopyDescription {
  readonly extents: readonly CheckedExtent[];
  readonly checksum: Checksum;
  readonly etag: string;
}

export interface CopyWish {
  readonly algorithm: ChecksumAlgorithm;
  readonly encryption: Encryption;
}

/**
 * Checksum and ETag of copied bytes. They are read only where nothing known answers: an ETag under KMS is no digest,
 * and the CRC-32 of a whole extent is on record, so that an archive's parts are copied without touching them.
 */
export async function describeCopy(
  store: Store,
  extents: readonly CutExtent[],
  wish: CopyWish,
): Promise<CopyDescription> {
  const isOpaque = wish.encryption.algorithm === "aws:kms";
  const mustReadAll = !isOpaque || wish.algorithm !== "CRC32";
  const md5 = isOpaque ? undefined : createHash("md5");
  const running = startChecksum(wish.algorithm);
  const checked: CheckedExtent[] = [];
  let whole = 0;
  for (const extent of extents) {
    const observe = (bytes: Uint8Array) => {
      md5?.update(bytes);
      if (wish.algorithm !== "CRC32") running.update(bytes);
    };
    const known = mustReadAll ? undefined : extent.crc32;
    const crc = known ?? (await readCrc32(store, extent, observe));
    checked.push({ ...extent, crc32: crc });
    whole = combineCrc32(whole, crc, extent.length);
  }
  const value = wish.algorithm === "CRC32" ? encodeCrc32(whole) : running.value();
  const etag = md5?.digest("hex") ?? opaqueEtag();
  return { extents: checked, checksum: { algorithm: wish.algorithm, value }, etag };
}

async function readCrc32(store: Store, extent: Extent, observe: (bytes: Uint8Array) => void): Promise<number> {
  const download = store.blobs.read([extent]);
  try {
    let crc = 0;
    for await (const bytes of download.bytes) {
      crc = crc32(bytes, crc);
      observe(bytes);
    }
    return crc;
  } finally {
    download.release();
  }
}
