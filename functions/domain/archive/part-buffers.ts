/** The memory that parts are built in, used again: fresh pages cost as much as filling them, and garbage piles up. */
export interface PartBuffers {
  /** As many bytes, whatever was in them. */
  take(bytes: number): Uint8Array;
  /** Nobody looks at them any more. */
  giveBack(buffer: Uint8Array): void;
}

/** Parts have about the same size: what was allocated for one mostly has room for the next. */
const STEP_BYTES = 4 * 1024 ** 2;

/** Keeps at most `sparesMax` buffers for later. */
export function partBuffers(sparesMax: number, stepBytes = STEP_BYTES): PartBuffers {
  const spares: Buffer[] = [];
  return {
    take(bytes) {
      const fitting = spares.findIndex((spare) => spare.length >= bytes);
      const [spare] = fitting < 0 ? [] : spares.splice(fitting, 1);
      // One that has become too small for today's parts makes room for one that is not.
      if (spare === undefined) spares.shift();
      return (spare ?? Buffer.allocUnsafeSlow(Math.ceil(bytes / stepBytes) * stepBytes)).subarray(0, bytes);
    },
    giveBack({ buffer }) {
      if (buffer instanceof ArrayBuffer && spares.length < sparesMax) spares.push(Buffer.from(buffer));
    },
  };
}
