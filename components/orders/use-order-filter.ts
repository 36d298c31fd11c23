import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";
import { filterOf, type OrderFilter } from "./order-filter.ts";

interface FilterState {
  readonly filter: OrderFilter;
  /** The answer to the last change is on its way. */
  readonly isPending: boolean;
  readonly refine: (change: OrderFilter) => void;
}

/** The filter lives in the address, so that a reload, a bookmark and the back button keep it. */
export function useOrderFilter(): FilterState {
  const filter = filterOf(useSearchParams());
  const router = useRouter();
  const pathname = usePathname();
  const [isPending, startTransition] = useTransition();

  const refine = (change: OrderFilter) => {
    // Another question starts at its first page.
    const entries = Object.entries({ ...filter, pageNum: "", ...change }).filter(([, value]) => value !== "");
    const address = entries.length ? `${pathname}?${new URLSearchParams(entries)}` : pathname;
    startTransition(() => router.replace(address, { scroll: false }));
  };
  return { filter, isPending, refine };
}
