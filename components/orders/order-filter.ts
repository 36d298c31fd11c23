/** What the list shows, word for word as the address has it; the server judges the words. */
const FIELDS = ["status", "productType", "startDate", "endDate", "orderSn", "pageNum", "pageSize"] as const;
export type OrderFilter = { readonly [Field in (typeof FIELDS)[number]]?: string };

/** The filter that an address names. */
export function filterOf(search: Pick<URLSearchParams, "get">): OrderFilter {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = search.get(field);
      return value ? [[field, value]] : [];
    }),
  );
}

/** Whether the filter leaves orders out; the page and its size do not. */
export function isFiltered({ status, productType, startDate, endDate, orderSn }: OrderFilter): boolean {
  return Boolean(status ?? productType ?? startDate ?? endDate ?? orderSn);
}
