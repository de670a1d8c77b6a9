import type { AttachmentEntry } from "../../functions/domain/archive/inventory.ts";
import { type BuiltArchive, buildArchive } from "./archive-build.ts";
import { anAttachment, type Contents, someContents } from "./archive-contents.ts";
import { smallLimits } from "./archive-limits.ts";

export const patterned = (length: number, seed: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, at) => (at * seed + seed) % 251));

/** Every kind of part and entry: empty, small, big, badly named, differing, missing, a dump in parts. */
export async function someArchive(): Promise<{ contents: Contents; archive: BuiltArchive }> {
  const files: Readonly<Record<number, Partial<AttachmentEntry>>> = {
    3: { file: "Übersicht – 報告 🎉.pdf" },
    9: { md5: "0".repeat(32) },
    12: { file: "../..\\C:evil\n.txt" },
  };
  const attachments = [0, 1, 700, 30, 300, 5, 512, 2000, 3].map((length, index) => {
    const content = patterned(length, index + 1);
    return [anAttachment(index * 3, content, files[index * 3]), content] as const;
  });
  const contents = await someContents(
    [
      ...attachments,
      { kind: "missing", id: 98, file: "gone\n99\tfake.txt", why: "gone" },
      { kind: "missing", id: 99, file: "grown.txt", why: "other-size", recordedBytes: 5, foundBytes: 7 },
      { kind: "missing", id: 100, file: "moving.txt", why: "changed" },
    ],
    patterned(5000, 17),
  );
  return { contents, archive: await buildArchive(contents, smallLimits()) };
}
