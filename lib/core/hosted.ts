/** The header by which a page is told that it is one of these; a request's own word of it is overwritten. */
export const HOSTED_HEADER = "x-zhangfang-hosted";

/** The pages that a product's back end sends its customers to. Who is signed in in the browser has no part in them. */
export function isHosted(path: string): boolean {
  return /^\/(checkout|portal)(\/|$)/.test(path);
}
