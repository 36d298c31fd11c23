/** The highest page that a list can be asked for. */
const LAST_PAGE = 10_000;

/** The page that an address asks for ("?pageNum=2"); the first, when it names none. */
export function pageNumOf(search: Pick<URLSearchParams, "get">): number {
  const pageNum = Number(search.get("pageNum") ?? 1);
  return Number.isInteger(pageNum) && pageNum >= 1 && pageNum <= LAST_PAGE ? pageNum : 1;
}
