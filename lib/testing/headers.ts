/** A text is the exact value, a pattern must match, null: the header must be absent. */
type Expected = Readonly<Record<string, string | RegExp | null>>;

/** Scripts and style elements by nonce alone, nobody may frame us, nothing is posted elsewhere. */
const PAGE_POLICY =
  /^default-src 'self'; script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'; style-src-elem 'self' 'nonce-[\w+/]{22}=='; style-src-attr 'unsafe-inline'; .*object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/;

/** Made by us (docs/rules.md R138). */
export const NUMBER = /^[0-9a-f-]{36}$/;

const everywhere: Expected = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": /camera=\(\).*payment=\(\)/,
  "cross-origin-opener-policy": "same-origin-allow-popups",
  "strict-transport-security": "max-age=31536000",
  "access-control-allow-origin": null,
  "x-powered-by": null,
};

const address: Expected = {
  ...everywhere,
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
};

/** What every answer carries, by its class (SECURITY.md): for the tests that ask over HTTP, too. */
export const EXPECTED_HEADERS = {
  page: {
    ...everywhere,
    "x-request-id": NUMBER,
    "cache-control": "private, no-store",
    "content-security-policy": PAGE_POLICY,
  },
  api: { ...address, "content-type": "application/json; charset=utf-8" },
  notify: { ...address, "content-type": "text/plain; charset=utf-8" },
  file: everywhere,
} as const satisfies Record<string, Expected>;

/** What is wrong with the headers of an answer of that class; empty: nothing. */
export function wrongHeaders(headers: Headers, expected: Expected): string[] {
  return Object.entries(expected)
    .filter(([name, want]) => {
      const value = headers.get(name);
      return want instanceof RegExp ? !want.test(value ?? "") : value !== want;
    })
    .map(([name]) => `${name}: ${headers.get(name)}`);
}
