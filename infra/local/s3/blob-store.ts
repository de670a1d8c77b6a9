import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";

/** A run of bytes inside a blob. Bodies of objects are lists of these, so that copies share bytes instead of moving them. */
export interface Extent {
  readonly blob: string;
  readonly offset: number;
  readonly length: number;
}

/** Bytes of extents, kept on disk until released, even if their object is deleted in between. */
export interface Download {
  readonly bytes: AsyncIterable<Uint8Array>;
  release(): void;
}

/** Immutable files with random names: no key of an object ever becomes a path. */
export interface BlobStore {
  /** Returns the blob's name once its bytes are on the disk itself. */
  write(source: AsyncIterable<Uint8Array>): Promise<string>;
  read(extents: readonly Extent[]): Download;
  /** Removes blobs that no body refers to any more; one that is being read goes when its last reader is done. */
  discard(blobs: readonly string[]): void;
  /** Removes what a killed server wrote and never acknowledged. */
  sweep(isReferenced: (blob: string) => boolean): void;
}

const writeBytes = 1024 * 1024;
const readBytes = 256 * 1024;

export function openBlobStore(directory: string): BlobStore {
  const readers = new Map<string, number>();
  const condemned = new Set<string>();
  const pathOf = (blob: string) => join(directory, blob.slice(0, 2), blob);
  for (let shelf = 0; shelf < 256; shelf += 1) {
    mkdirSync(join(directory, shelf.toString(16).padStart(2, "0")), { recursive: true });
  }

  const release = (blob: string) => {
    const left = (readers.get(blob) ?? 1) - 1;
    if (left > 0) readers.set(blob, left);
    else {
      readers.delete(blob);
      if (condemned.delete(blob)) rmSync(pathOf(blob), { force: true });
    }
  };

  return {
    async write(source) {
      const blob = randomUUID();
      try {
        await writeFile(pathOf(blob), source);
      } catch (error) {
        await rm(pathOf(blob), { force: true });
        throw error;
      }
      return blob;
    },
    read(extents) {
      const held = [...new Set(extents.map((extent) => extent.blob))];
      for (const blob of held) readers.set(blob, (readers.get(blob) ?? 0) + 1);
      let isHeld = true;
      return {
        bytes: readExtents(extents, pathOf),
        release: () => {
          if (isHeld) for (const blob of held) release(blob);
          isHeld = false;
        },
      };
    },
    discard(blobs) {
      for (const blob of blobs) {
        if (readers.has(blob)) condemned.add(blob);
        else rmSync(pathOf(blob), { force: true });
      }
    },
    sweep(isReferenced) {
      for (const shelf of readdirSync(directory)) {
        for (const blob of readdirSync(join(directory, shelf))) {
          if (!isReferenced(blob)) rmSync(pathOf(blob), { force: true });
        }
      }
    },
  };
}

/** Gathers what the network hands over in small pieces; synced before it returns, so that an acknowledged body survives a power cut. */
async function writeFile(path: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  await using file = await open(path, "wx");
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  const flush = async () => {
    await file.writev(gathered);
    gathered = [];
    gatheredBytes = 0;
  };
  for await (const bytes of source) {
    gathered.push(bytes);
    gatheredBytes += bytes.length;
    if (gatheredBytes >= writeBytes) await flush();
  }
  if (gatheredBytes > 0) await flush();
  await file.datasync();
}

async function* readExtents(extents: readonly Extent[], pathOf: (blob: string) => string): AsyncGenerator<Uint8Array> {
  for (const { blob, offset, length } of extents) {
    await using file = await open(pathOf(blob), "r");
    for (let done = 0; done < length; ) {
      const want = Math.min(readBytes, length - done);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(want), 0, want, offset + done);
      if (bytesRead === 0) throw new Error(`the blob ${blob} ends before byte ${offset + length}`);
      done += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
}
