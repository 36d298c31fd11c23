import type { NextConfig } from "next";

const EVERYWHERE = [
  { key: "x-content-type-options", value: "nosniff" },
  // The policy of a page says the same (frame-ancestors); this stands also where a page would come without one.
  { key: "x-frame-options", value: "DENY" },
  { key: "referrer-policy", value: "strict-origin-when-cross-origin" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  // The buyer's page must see when the cashier's window closes.
  { key: "cross-origin-opener-policy", value: "same-origin-allow-popups" },
  // For this host alone: what else runs under the shop's domain is not ours to bind. Browsers heed it over https only.
  { key: "strict-transport-security", value: "max-age=31536000" },
];

const ADDRESSES = [
  { key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" },
  { key: "cross-origin-resource-policy", value: "same-origin" },
];

/** What an address answers is of that moment; but for the shop's mark, which says itself how long it may be kept. */
const NOT_KEPT = [{ key: "cache-control", value: "no-store" }];

/** The pages that mailed links lead to: their addresses carry a token behind the #. */
const NO_REFERRER = [{ key: "referrer-policy", value: "no-referrer" }];

/** The pages that a product sends its customers to: their addresses are secrets. */
const HOSTED = [...NO_REFERRER, { key: "x-robots-tag", value: "noindex, nofollow" }];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The types are a stage of their own in every check; the build need not do it twice.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg",
    "alipay-sdk",
    "pino",
    "ioredis",
    "nodemailer",
    "@prisma/client",
    "@prisma/adapter-pg",
    "prom-client",
  ],
  headers: async () => [
    { source: "/:path*", headers: EVERYWHERE },
    { source: "/(confirm|reset)", headers: NO_REFERRER },
    { source: "/(checkout|portal)/:path*", headers: HOSTED },
    { source: "/api/:path*", headers: ADDRESSES },
    { source: "/api/((?!mark/).*)", headers: NOT_KEPT },
  ],
};

export default config;
