import type { StoredArchive, StoredPart, Upload } from "../archive/archive-store.ts";
import type { BuiltPart } from "../archive/build-part.ts";
import { combineCrc32 } from "../archive/crc32.ts";
import { type CutPart, cutParts } from "../archive/cut-parts.ts";
import type { Part } from "../archive/part.ts";
import type { TailPlan } from "../archive/plan-tail.ts";
import type { SealSources } from "../archive/summed-lines.ts";
import { streamTail } from "../archive/tail.ts";
import { Failure, isFailure } from "../failure.ts";
import type { Backup } from "./backup.ts";
import { laidOutFacts } from "./built-facts.ts";
import type { BuildDeps, Slice } from "./slice.ts";

export interface Sealing {
  readonly sources: SealSources;
  readonly plan: TailPlan;
  readonly signature: string;
  readonly parts: readonly Part[];
  readonly carry: BuiltPart;
}

export type CompletedArchive = StoredArchive & { readonly crc32: number };

/**
 * Uploads the tail as the last parts and makes the object. What the store lists must agree with the rows in number, size
 * and CRC-32, and the listed ETags are completed with: under encryption the same bytes uploaded twice get another ETag.
 * The store verifies size and CRC-32 of the whole. Throws `archive-corrupt` when anything disagrees.
 */
export const completeArchive = async (deps: BuildDeps, slice: Slice, sealing: Sealing): Promise<CompletedArchive> => {
  const upload = uploadOf(slice.backup);
  const tail: Expected[] = [];
  let isOpen = true;
  for await (const part of tailParts(deps, sealing)) {
    slice.signal.throwIfAborted();
    isOpen = isOpen && (await putWhileOpen(deps, upload, part));
    tail.push({ number: part.number, bytes: part.bytes.length, crc32: part.crc32 });
  }
  const expected = [...(await packed(sealing)), ...tail];
  const whole = wholeOf(expected);
  const archive =
    (isOpen ? await join(deps, slice, expected, whole) : undefined) ??
    (await deps.archives.findCompleted(upload.key, whole));
  if (!archive) throw new Failure("store-not-found", { what: "neither the upload nor its object" });
  return { ...archive, crc32: whole.crc32 };
};

function uploadOf(backup: Backup): Upload {
  const { archiveKey: key, uploadId } = laidOutFacts(backup).layout;
  return { key, uploadId };
}

type Expected = Omit<StoredPart, "etag"> & { readonly crc32: number };

/** The carry is the beginning of the tail: too few bytes for a part of their own. */
async function* tailParts(
  { sizes }: BuildDeps,
  { parts, carry, sources, plan, signature }: Sealing,
): AsyncGenerator<CutPart> {
  yield* cutParts(withCarry(), parts.length + 1, sizes.limits);
  async function* withCarry(): AsyncGenerator<Uint8Array> {
    yield carry.bytes;
    yield* streamTail(sources, plan, signature);
  }
}

/** False: the upload is gone. An attempt that got as far as completing left none behind. */
async function putWhileOpen({ archives }: BuildDeps, upload: Upload, part: CutPart): Promise<boolean> {
  try {
    await archives.putPart(upload, part.number, part.bytes, part.crc32);
    return true;
  } catch (error) {
    if (isFailure(error, "store-not-found")) return false;
    throw error;
  }
}

const LOOKS_MAX = 3;

/** Undefined: the upload is gone. */
async function join(
  deps: BuildDeps,
  { backup, signal }: Slice,
  expected: readonly Expected[],
  whole: Whole,
): Promise<StoredArchive | undefined> {
  const upload = uploadOf(backup);
  for (let look = 1; ; look += 1) {
    try {
      const listed = await agreed(deps, upload, expected);
      signal.throwIfAborted();
      return await deps.archives.complete(upload, listed, whole);
    } catch (error) {
      if (isFailure(error, "store-not-found")) return undefined;
      // Another is completing it right now, or has: the next attempt finds what became of it.
      if (isFailure(error, "store-conflict")) throw new Failure("service-busy", { what: "completing" }, error);
      // A late copy of a part, uploaded after the parts were listed, has the right bytes but another ETag.
      if (!isFailure(error, "archive-corrupt") || look === LOOKS_MAX) throw error;
    }
  }
}

async function packed({ parts, sources }: Sealing): Promise<Expected[]> {
  const expected: Expected[] = [];
  for await (const { number, crc32 } of sources.rows()) {
    expected.push({ number, crc32, bytes: parts[number - 1]?.bytes ?? 0 });
  }
  return expected;
}

/** The listed parts, once they are what was built. A store that lists no CRC-32 is held to it at completion. */
async function agreed({ archives }: BuildDeps, upload: Upload, expected: readonly Expected[]): Promise<StoredPart[]> {
  const listed: StoredPart[] = [];
  for await (const part of archives.listParts(upload)) {
    const wanted = expected[listed.length];
    const isSame =
      part.number === wanted?.number && part.bytes === wanted.bytes && (part.crc32 ?? wanted.crc32) === wanted.crc32;
    if (!isSame) throw new Failure("archive-corrupt", { what: "listed part", part: part.number });
    listed.push({ ...part, crc32: wanted.crc32 });
  }
  if (listed.length !== expected.length)
    throw new Failure("archive-corrupt", { what: "parts listed", parts: listed.length });
  return listed;
}

interface Whole {
  readonly bytes: number;
  readonly crc32: number;
}

function wholeOf(parts: readonly Expected[]): Whole {
  let bytes = 0;
  let crc32 = 0;
  for (const part of parts) {
    crc32 = combineCrc32(crc32, part.crc32, part.bytes);
    bytes += part.bytes;
  }
  return { bytes, crc32 };
}
