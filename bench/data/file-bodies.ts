import type { Prose } from "../../infra/local/seed/prose.ts";
import type { SeededRandom } from "../../infra/local/seed/seeded-random.ts";
import type { FileKind, PlannedFile } from "./plan-files.ts";

export interface FileBodies {
  /** Exactly `bytes` of it. */
  make(file: Pick<PlannedFile, "kind" | "bytes">): Buffer;
}

/** More than any compressor of the ways looks back, so that none finds one file's text in another's. */
const paragraphsKept = 4_000;

const latin = (text: string) => Buffer.from(text, "latin1");

/** How such a file begins and ends. What is between is as its own compression leaves it: bytes without a pattern. */
const shells = {
  jpg: { head: latin("\xff\xd8\xff\xe0\x00\x10JFIF\0"), tail: latin("\xff\xd9") },
  png: { head: latin("\x89PNG\r\n\x1a\n"), tail: latin("IEND\xaeB`\x82") },
  pdf: { head: latin("%PDF-1.7\n"), tail: latin("\n%%EOF\n") },
  docx: { head: latin("PK\x03\x04\x14\0"), tail: latin("PK\x05\x06") },
  mp4: { head: latin("\0\0\0\x18ftypmp42"), tail: latin("") },
} as const;

export function fileBodies(random: SeededRandom, prose: Prose): FileBodies {
  const paragraphs = Array.from({ length: paragraphsKept }, () => prose.paragraph());
  return {
    make: ({ kind, bytes }) =>
      kind === "txt" || kind === "csv" ? textBody(kind, bytes, paragraphs, random) : pressedBody(kind, bytes, random),
  };
}

function pressedBody(kind: Exclude<FileKind, "txt" | "csv">, bytes: number, random: SeededRandom): Buffer {
  const { head, tail } = shells[kind];
  const body = random.bytes(bytes);
  body.set(head, 0);
  body.set(tail, Math.max(0, bytes - tail.length));
  return body;
}

function textBody(kind: "txt" | "csv", bytes: number, paragraphs: readonly string[], random: SeededRandom): Buffer {
  const pieces: string[] = [];
  for (let length = 0, line = 1; length < bytes; line += 1) {
    const paragraph = random.pick(paragraphs);
    const piece = kind === "txt" ? `${paragraph}\n\n` : `${line},"${paragraph}",${random.whole(1, 90_000)}\r\n`;
    pieces.push(piece);
    length += piece.length;
  }
  return Buffer.from(pieces.join("")).subarray(0, bytes);
}
