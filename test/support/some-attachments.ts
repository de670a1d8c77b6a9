import type { AnAttachment } from "./memory-attachments.ts";

/** Bytes that differ from their neighbours'. */
export const someBytes = (length: number, seed: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, at) => (at * (2 * seed + 1) + seed * 7) % 251));

/** Attachments of these sizes, ids 1, 2, 3, … */
export const someAttachments = (...sizes: readonly number[]): AnAttachment[] =>
  sizes.map((bytes, index) => ({ id: index + 1, file: `file-${index + 1}.bin`, content: someBytes(bytes, index + 1) }));
