import type { DemoTenantId } from "./demo-tenant.ts";
import type { SeededRandom } from "./seeded-random.ts";

export type AttachmentKind = "png" | "pdf" | "txt" | "md" | "csv";

/** One row of `attachments` to be, and the object that belongs to it. */
export interface PlannedAttachment {
  readonly id: number;
  /** The stored name: last segment of the object's key. */
  readonly file: string;
  readonly kind: AttachmentKind;
  /** About so many; what is made is as long as its format makes it. 0: an empty file. */
  readonly bytes: number;
  readonly container: "WorkPackage" | "WikiPage" | "Export" | "none";
  /** OpenProject's: 0 uploaded, 1 prepared, 2 scanned, 3 quarantined. */
  readonly status: 0 | 1 | 2 | 3;
  /** `missing`: no object; `cut`: the object ends before the recorded size. */
  readonly object: "whole" | "missing" | "cut";
}

/** Ids of the rows that are there for a reason. */
export const specialAttachments = {
  longName: 1,
  emoji: 2,
  umlauts: 3,
  decomposedUmlauts: 4,
  empty: 5,
  scanned: 6,
  quarantined: 7,
  prepared: 8,
  ofExport: 9,
  withoutContainer: 10,
  missing: 11,
  cut: 12,
} as const;

const usual = { kind: "pdf", bytes: 40_000, container: "WorkPackage", status: 0, object: "whole" } as const;
const words = "Abschlussbericht der gemeinsamen Begehung aller Gebäudeteile mit sämtlichen Anlagen und Nachträgen";

const specials: readonly PlannedAttachment[] = [
  { ...usual, id: specialAttachments.longName, file: `${words}, ${words.toLowerCase()} (endgültig).pdf` },
  { ...usual, id: specialAttachments.emoji, file: "📎 Fotos vom Rundgang 🏗️.png", kind: "png" },
  { ...usual, id: specialAttachments.umlauts, file: "Größenübersicht Lüftung – Überarbeitung.md", kind: "md" },
  { ...usual, id: specialAttachments.decomposedUmlauts, file: "Türliste (vom Mac).csv".normalize("NFD"), kind: "csv" },
  { ...usual, id: specialAttachments.empty, file: "notes (nothing yet).txt", kind: "txt", bytes: 0 },
  { ...usual, id: specialAttachments.scanned, file: "signed protocol.pdf", status: 2 },
  { ...usual, id: specialAttachments.quarantined, file: "offer from an unknown sender.pdf", status: 3 },
  // From here on: not to be backed up.
  {
    ...usual,
    id: specialAttachments.prepared,
    file: "upload in progress.png",
    status: 1,
    container: "none",
    object: "missing",
  },
  { ...usual, id: specialAttachments.ofExport, file: "export 2025-02-14.csv", kind: "csv", container: "Export" },
  { ...usual, id: specialAttachments.withoutContainer, file: "left in the editor.png", kind: "png", container: "none" },
];

/** What a store that lost something looks like; only in globex. */
const losses: readonly PlannedAttachment[] = [
  { ...usual, id: specialAttachments.missing, file: "lost in the move.pdf", object: "missing" },
  { ...usual, id: specialAttachments.cut, file: "half a transfer.pdf", object: "cut" },
];

const firstOrdinaryId = 101;
const KiB = 1024;
const MiB = 1024 * KiB;

/** Specials first, then `count` ordinary ones and `bigCount` of about 19 MiB, which the store copies by itself. Half of all are text, a sixth by bytes. */
export function planAttachments(
  tenantId: DemoTenantId,
  amounts: { readonly count: number; readonly bigCount: number },
  random: SeededRandom,
): PlannedAttachment[] {
  const ordinary = Array.from({ length: amounts.count }, (_, index): PlannedAttachment => {
    const isText = random.oneIn(2);
    const kind = random.pick<AttachmentKind>(isText ? ["txt", "md", "csv"] : ["png", "png", "pdf"]);
    const bytes = isText ? random.logUniform(10 * KiB, 500 * KiB) : random.logUniform(10 * KiB, 2 * MiB);
    const container = random.oneIn(5) ? "WikiPage" : "WorkPackage";
    return { ...usual, id: firstOrdinaryId + index, file: ordinaryName(kind, random), kind, bytes, container };
  });
  const big = Array.from({ length: amounts.bigCount }, (_, index): PlannedAttachment => {
    const id = firstOrdinaryId + amounts.count + index;
    const kind = index % 2 === 0 ? "pdf" : "png";
    return { ...usual, id, file: `large scan ${index + 1}.${kind}`, kind, bytes: random.whole(18, 20) * MiB };
  });
  return [...specials, ...(tenantId === "globex" ? losses : []), ...ordinary, ...big];
}

const nouns = [
  "delivery note",
  "floor plan",
  "Angebot",
  "screenshot",
  "protocol",
  "Preisliste",
  "measurements",
  "Skizze",
];
const places = ["warehouse", "Gebäude Süd", "ramp 3", "Küche", "portal", "second floor", "Zürich", "hall B"];

function ordinaryName(kind: AttachmentKind, random: SeededRandom): string {
  const name = `${random.pick(nouns)} ${random.pick(places)}`;
  const suffix = random.pick(["", ` v${random.whole(2, 9)}`, ` (${random.whole(1, 12)})`, "_final"]);
  return `${random.oneIn(3) ? name.replaceAll(" ", "-") : name}${suffix}.${kind}`;
}
