import { createHash } from "node:crypto";
import { once } from "node:events";
import { Writable } from "node:stream";
import { ZipFile } from "yazl";
import { ARCHIVE_LIMITS } from "../../functions/domain/archive/archive-limits.ts";
import { buildPart } from "../../functions/domain/archive/build-part.ts";
import type { AttachmentEntry } from "../../functions/domain/archive/inventory.ts";
import { localHeaderBytes } from "../../functions/domain/archive/zip-records.ts";
import { seededRandom } from "../../infra/local/seed/seeded-random.ts";
import { median } from "../report/median.ts";

export interface PartWriterFigures {
  readonly bytes: number;
  /** Medians, bytes a second. */
  readonly ours: number;
  /** Ours without the SHA-256 of each entry, which yazl does not give either. */
  readonly oursCrcOnly: number;
  readonly yazl: number;
}

interface Source {
  readonly entry: AttachmentEntry;
  readonly body: Buffer;
}

/** One part of whole entries, made of bytes that are in memory: what the writing itself costs, without any store. */
export async function measurePartWriter(rounds: number): Promise<PartWriterFigures> {
  const sources = makeSources(ARCHIVE_LIMITS.partBytes);
  const ways = {
    ours: () => ourPart(sources, true),
    oursCrcOnly: () => ourPart(sources, false),
    yazl: () => yazlFile(sources),
  };
  const times: Record<keyof typeof ways, number[]> = { ours: [], oursCrcOnly: [], yazl: [] };
  // One more than is counted: the first is slow for all, as the code is not compiled yet.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of ["ours", "oursCrcOnly", "yazl"] as const) {
      const started = performance.now();
      await ways[name]();
      if (round > 0) times[name].push(performance.now() - started);
    }
  }
  const bytes = sources.reduce((sum, { body }) => sum + body.length, 0);
  const speed = (name: keyof typeof ways) => (bytes / median(times[name])) * 1000;
  return { bytes, ours: speed("ours"), oursCrcOnly: speed("oursCrcOnly"), yazl: speed("yazl") };
}

function makeSources(partBytes: number): readonly Source[] {
  const random = seededRandom(1, "part writer");
  const sources: Source[] = [];
  for (let bytes = 0, id = 1; bytes < partBytes; id += 1) {
    const body = random.bytes(random.logUniform(10 * 1024, 2 * 1024 ** 2));
    const md5 = createHash("md5").update(body).digest("hex");
    const path = `attachment/file/${id}/file ${id}.png`;
    const entry = { kind: "attachment", id, file: `file ${id}.png`, path, bytes: body.length, md5, key: path } as const;
    sources.push({ entry: { ...entry, etag: `"${md5}"` }, body });
    bytes += body.length;
  }
  return sources;
}

/** Bytes come in pieces as a socket gives them, for both. */
const pieceBytes = 64 * 1024;

async function* pieces(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += pieceBytes) yield body.subarray(at, at + pieceBytes);
}

async function ourPart(sources: readonly Source[], withSha256: boolean): Promise<number> {
  const bodies = new Map(sources.map(({ entry, body }) => [entry.path, body]));
  const bytes = sources.reduce((sum, { entry }) => sum + localHeaderBytes(entry) + entry.bytes, 0);
  const entries = sources.map(({ entry }) => entry);
  const lines = { offset: 0, bytes: 0 };
  const place = { number: 1, offset: 0, bytes, firstEntry: 0, entries: entries.length, lines };
  const built = await buildPart(
    { kind: "packed", round: 1, ...place },
    entries,
    ({ path }, first, last) => pieces((bodies.get(path) ?? Buffer.alloc(0)).subarray(first, last + 1)),
    undefined,
    { ...ARCHIVE_LIMITS, ...(withSha256 ? {} : { entriesWithSha256Max: 0 }) },
  );
  return built.bytes.length;
}

async function yazlFile(sources: readonly Source[]): Promise<number> {
  const zip = new ZipFile();
  for (const { entry, body } of sources) zip.addBuffer(body, entry.path, { compress: false });
  zip.end();
  let bytes = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  zip.outputStream.pipe(sink);
  await once(sink, "finish");
  return bytes;
}
