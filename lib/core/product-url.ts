/**
 * An address of the product's own site, as browsers read it and in the form in which they write it. null: it is no whole
 * address, it names a user, or its origin (scheme, name and port) is none of `origins`, which are in that form too.
 */
export function productUrl(text: string, origins: readonly string[]): string | null {
  if (!URL.canParse(text)) return null;
  const { origin, protocol, username, password, href } = new URL(text);
  // The origin of "blob:https://…" is that of the address within.
  if (protocol !== "https:" && protocol !== "http:") return null;
  return username === "" && password === "" && origins.includes(origin) ? href : null;
}
