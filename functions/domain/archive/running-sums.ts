import { createHash } from "node:crypto";
import { crc32 } from "./crc32.ts";

/** Length and sums of a text that is made piece by piece and not kept. */
export interface TextSums {
  readonly bytes: number;
  readonly crc32: number;
  /** Hex. */
  readonly sha256: string;
}

export interface RunningSums {
  add(text: string): void;
  end(): TextSums;
}

/** Pieces are summed some 64 KiB at a time. */
export function runningSums(): RunningSums {
  const digest = createHash("sha256");
  let waiting = "";
  let bytes = 0;
  let crc = 0;
  const flush = (): void => {
    const block = Buffer.from(waiting);
    digest.update(block);
    crc = crc32(block, crc);
    bytes += block.length;
    waiting = "";
  };
  return {
    add(text) {
      waiting += text;
      if (waiting.length >= 65_536) flush();
    },
    end() {
      flush();
      return { bytes, crc32: crc, sha256: digest.digest("hex") };
    },
  };
}

export function textSums(text: string): TextSums {
  const sums = runningSums();
  sums.add(text);
  return sums.end();
}
