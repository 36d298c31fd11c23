import { usePathname, useRouter, useSearchParams } from "next/navigation";

/** What the list shows, word for word as the address has it; the server judges the words. */
const FIELDS = ["status", "productType", "startDate", "endDate", "orderSn", "pageNum"] as const;
export type OrderFilter = { readonly [Field in (typeof FIELDS)[number]]?: string };

/** The filter lives in the address, so that a reload, a bookmark and the back button keep it. */
export function useOrderFilter(): { filter: OrderFilter; refine: (change: OrderFilter) => void; clear: () => void } {
  const search = useSearchParams();
  const router = useRouter();
  const pathname = usePathname();
  const filter = Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = search.get(field);
      return value ? [[field, value]] : [];
    }),
  ) as OrderFilter;

  const show = (next: OrderFilter) => {
    const entries = Object.entries(next).filter(([, value]) => value !== "");
    router.replace(entries.length ? `${pathname}?${new URLSearchParams(entries)}` : pathname, { scroll: false });
  };
  return {
    filter,
    // Another question starts at its first page.
    refine: (change) => show({ ...filter, pageNum: "", ...change }),
    clear: () => show({}),
  };
}
