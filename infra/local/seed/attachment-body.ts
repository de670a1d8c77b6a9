import type { AttachmentKind } from "./attachment-plan.ts";
import { documentBody } from "./document-body.ts";
import { pictureBody } from "./picture-body.ts";
import type { Prose } from "./prose.ts";
import type { SeededRandom } from "./seeded-random.ts";

export interface AttachmentBodies {
  /** A file that opens, of about `bytes` bytes. */
  make(kind: AttachmentKind, bytes: number): Promise<Uint8Array>;
}

export const contentTypes: Record<AttachmentKind, string> = {
  png: "image/png",
  pdf: "application/pdf",
  txt: "text/plain",
  md: "text/markdown",
  csv: "text/csv",
};

/** Enough to draw from that a compressor, which looks back 32 KiB, does not find a whole file in it. */
const paragraphsKept = 4000;

export function attachmentBodies(random: SeededRandom, text: Prose): AttachmentBodies {
  const paragraphs = Array.from({ length: paragraphsKept }, () => text.paragraph());
  const subjects = Array.from({ length: paragraphsKept }, () => text.subject());
  const makers: Record<AttachmentKind, (bytes: number) => Uint8Array | Promise<Uint8Array>> = {
    png: (bytes) => pictureBody(bytes, random),
    pdf: (bytes) => documentBody(bytes, random, paragraphs),
    txt: (bytes) => textBody(bytes, "", () => `${random.pick(paragraphs)}\n\n`),
    md: (bytes) =>
      textBody(bytes, `# ${random.pick(subjects)}\n\n`, (index) =>
        index % 4 === 1 ? `## ${random.pick(subjects)}\n\n` : `${random.pick(paragraphs)}\n\n`,
      ),
    csv: (bytes) =>
      textBody(bytes, "number,subject,hours,amount\r\n", (index) => {
        const amount = (random.whole(100, 900_000) / 100).toFixed(2);
        return `${index},"${random.pick(subjects)}",${random.whole(1, 80)},${amount}\r\n`;
      }),
  };
  return { make: async (kind, bytes) => await makers[kind](bytes) };
}

function textBody(bytes: number, head: string, next: (index: number) => string): Uint8Array {
  const pieces = bytes === 0 ? [] : [head];
  for (let length = head.length, index = 1; length < bytes; index += 1) {
    const piece = next(index);
    pieces.push(piece);
    length += piece.length;
  }
  return Buffer.from(pieces.join(""));
}
