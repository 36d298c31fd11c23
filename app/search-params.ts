/** What Next hands to a page. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The words after the question mark, as the browser's components read them: of a word that stands twice, the first. */
export async function searchOf(searchParams: SearchParams): Promise<URLSearchParams> {
  return new URLSearchParams(
    Object.entries(await searchParams).flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((word) => [name, word]),
    ),
  );
}
