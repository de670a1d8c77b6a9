/**
 * Does `work` for every item, at most `atOnce` at the same time, begun in order. After the first failure nothing more is
 * begun; it is thrown when all that was begun has ended, so that nothing is still written behind the caller's back.
 */
export const eachAtOnce = <Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> => eachInGroups([{ items, atOnce }], work);

/** The same for several groups side by side, each with its own number at once; a failure in one ends all. */
export async function eachInGroups<Item>(
  groups: readonly { readonly items: readonly Item[]; readonly atOnce: number }[],
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const lane = async (waiting: Iterable<[number, Item]>): Promise<void> => {
    for (const [index, item] of waiting) {
      if (failures.length > 0) return;
      try {
        await work(item, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const lanes = groups.flatMap(({ items, atOnce }) => {
    const waiting = items.entries();
    return Array.from({ length: Math.min(atOnce, items.length) }, () => lane(waiting));
  });
  await Promise.all(lanes);
  if (failures.length > 0) throw failures[0];
}
