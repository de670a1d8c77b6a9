/** A part of the archive's upload: what is in it, by ordinals of entries (0, 1, … in the inventory's order). */
export type Part = PackedPart | HeadPart | BodyPart | ReusedPart;

/** Whole entries, each its header and its bytes. */
interface PackedPart extends Placed {
  readonly kind: "packed";
  readonly round: 1;
}

/** Whole entries as glue, then the header of a big entry and as many of its first bytes as the part needs. */
export interface HeadPart extends Placed {
  readonly kind: "head";
  /** 2 when the entry's CRC-32 is only known from its body parts; 1 for the dump, whose CRC-32 is known. */
  readonly round: 1 | 2;
  /** First bytes of the big entry that are in this part. */
  readonly ownBytes: number;
  /** The rest of it: this many parts, right behind this one. */
  readonly bodyParts: number;
  readonly bodyBytes: number;
}

/** Bytes of one big entry and nothing else: what a store can copy by itself. */
export interface BodyPart extends Placed {
  readonly kind: "body";
  readonly round: 1;
  /** First byte of the source that is in this part. */
  readonly sourceFirst: number;
}

/** Whole entries that stand in the previous archive one after the other, headers and all: the store can copy them. */
export interface ReusedPart extends Placed {
  readonly kind: "reused";
  readonly round: 1;
  /** First byte of the previous archive that is in this part. */
  readonly sourceFirst: number;
  /** Of the part, worked out from headers and the entries' CRC-32s: what the copy has to have. */
  readonly crc32: number;
}

/** Whole entries that are left over and too few for a part: the tail starts with them. `number` is the tail's first. */
export interface Carry extends Placed {
  readonly kind: "carry";
}

interface Placed {
  /** 1, 2, 3, … without a gap. */
  readonly number: number;
  /** Of its first byte, in the archive. */
  readonly offset: number;
  readonly bytes: number;
  /** Ordinal of the first whole entry; of the big entry where there is none. */
  readonly firstEntry: number;
  /** Whole entries. The big entry of a head or a body is the one after them. */
  readonly entries: number;
  /** The stretch of the inventory that describes all these entries. */
  readonly lines: Lines;
}

export interface Lines {
  readonly offset: number;
  readonly bytes: number;
}

/** Bytes of the `index`-th (0, 1, …) of the parts of a body: all the same, the last takes what remains. */
export function bodyPartBytes(bodyBytes: number, bodyParts: number, index: number): number {
  const each = Math.floor(bodyBytes / bodyParts);
  return index < bodyParts - 1 ? each : bodyBytes - each * (bodyParts - 1);
}
