import type { SeededRandom } from "../../infra/local/seed/seeded-random.ts";

export type FileKind = "jpg" | "png" | "pdf" | "docx" | "mp4" | "txt" | "csv";

/** One attachment to be. */
export interface PlannedFile {
  readonly id: number;
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

/** At size 1: 2,000 files of 10 KiB – 2 MiB, three of 100 MiB; together 1.03 GiB. */
const filesAtOne = 2_000;
const bigBytesAtOne = 300 * MiB;
const bigFileBytes = 100 * MiB;

/** Text is drawn from the same sizes as the rest, so this is its share of bytes among the ordinary files. */
const textOneIn = 4;
const pressed: readonly FileKind[] = ["jpg", "jpg", "png", "pdf", "pdf", "docx"];
const text: readonly FileKind[] = ["txt", "csv"];

/** Everything that size 1 has, `size` times; below 1 the big files are one that is as much smaller. */
export function planFiles(size: number, random: SeededRandom): PlannedFile[] {
  const count = Math.max(20, Math.round(filesAtOne * size));
  const bigCount = Math.max(1, Math.round((bigBytesAtOne * size) / bigFileBytes));
  const bigBytes = Math.round((bigBytesAtOne * size) / bigCount);
  return [
    ...Array.from({ length: count }, (_, index) => ordinaryFile(index + 1, random)),
    ...Array.from(
      { length: bigCount },
      (_, index): PlannedFile => ({
        id: count + index + 1,
        name: `site tour ${index + 1}.mp4`,
        kind: "mp4",
        bytes: bigBytes,
      }),
    ),
  ];
}

const subjects = ["delivery note", "floor plan", "Angebot", "screenshot", "protocol", "Preisliste", "Skizze"];

export function ordinaryFile(id: number, random: SeededRandom): PlannedFile {
  const kind = random.pick(random.oneIn(textOneIn) ? text : pressed);
  return {
    id,
    name: `${random.pick(subjects)} ${random.whole(1, 900)}.${kind}`,
    kind,
    bytes: random.logUniform(10 * KiB, 2 * MiB),
  };
}

/** As OpenProject names the object. */
export const keyOf = ({ id, name }: Pick<PlannedFile, "id" | "name">): string =>
  `uploads/attachment/file/${id}/${name}`;
