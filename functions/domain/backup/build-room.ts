/** Room for the parts that are built in memory. Waits until there is some; the answer gives it back. */
export type BuildRoom = (bytes: number) => Promise<() => void>;

/**
 * At most `partsMax` parts at once, and at most `bytesMax` bytes of them; a part that alone is larger is built alone.
 * First come, first served, so that a large part is not passed by small ones for ever.
 */
export function buildRoom({ partsMax, bytesMax }: { readonly partsMax: number; readonly bytesMax: number }): BuildRoom {
  let parts = 0;
  let bytesHeld = 0;
  const waiting: { readonly bytes: number; readonly enter: () => void }[] = [];

  const fits = (bytes: number): boolean => parts === 0 || (parts < partsMax && bytesHeld + bytes <= bytesMax);

  const admit = (): void => {
    for (let next = waiting[0]; next !== undefined && fits(next.bytes); next = waiting[0]) {
      waiting.shift();
      parts += 1;
      bytesHeld += next.bytes;
      next.enter();
    }
  };

  return (bytes) =>
    new Promise((resolve) => {
      const leave = (): void => {
        parts -= 1;
        bytesHeld -= bytes;
        admit();
      };
      waiting.push({ bytes, enter: () => resolve(leave) });
      admit();
    });
}
