/** One page of a list, and what was asked: so that the next page is narrowed as this one is. */
export interface CollectionPage<Element> {
  readonly elements: Element[];
  readonly query: Readonly<Record<string, string>>;
  readonly pageSize: number;
  /** Where the next page begins; absent on the last one. */
  readonly next?: string | undefined;
}

export const renderCollectionPage = <Element>(
  path: string,
  { elements, query, pageSize, next }: CollectionPage<Element>,
) => ({
  _type: "Collection" as const,
  count: elements.length,
  pageSize,
  _embedded: { elements },
  _links: {
    self: { href: hrefOf(path, query) },
    ...(next === undefined ? {} : { nextByCursor: { href: hrefOf(path, { ...query, cursor: next }) } }),
  },
});

function hrefOf(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? path : `${path}?${text}`;
}
