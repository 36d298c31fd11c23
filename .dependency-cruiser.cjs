// Who may import whom (ARCHITECTURE.md, "Rooms in a row"), one named rule each.
// The rooms stand in a row. A room may look left, never right.
const ROOMS = [
  "accounts",
  "notices",
  "operators",
  "catalog",
  "credits",
  "subscriptions",
  "orders",
  "delivery",
  "payments",
  "checkout",
  "invoices",
  "refunds",
  "membership",
  "journal",
  "events",
  "books",
];
const ROOM = `^lib/(${ROOMS.join("|")})/`;
const PARTS =
  "parts|adjustment-parts|alert-parts|closing-parts|difference-parts|endpoint-parts|grant-parts|identity-parts|job-parts|line-parts|member-parts|outside-parts|password-parts|portal-parts|service-key-parts|settings-parts|spending-parts";
const STORES =
  "store|adjustment-store|audit-store|bill-line-store|closing-store|customer-store|difference-store|endpoint-store|export-store|grant-store|identity-store|insight-store|late-store|line-store|outside-store|portal-store|reservation-store|service-order-store|silence-store|story-store";
const RULES = "rules|answer-rules|closing-rules|difference-rules|identity-rules|outside-rules|silence-rules";
const FURNITURE = `(rules|${STORES}|${PARTS}|view)`;
const TEST = "(\\.test\\.tsx?|^packages/[^/]+/(src/testing|vitest\\.config)\\.ts)$";
const WEB = [
  "^lib/(auth|http)/",
  "^(app|components)/",
  "^node_modules/(next|react|react-dom|next-auth|antd|@tanstack)/",
];

const error = (name, from, to) => ({ name, severity: "error", from, to });

const vocabulary = [
  error("core-stands-alone", { path: "^lib/core/", pathNot: TEST }, { pathNot: "^lib/core/" }),
  error(
    "contracts-know-only-core",
    { path: "^lib/contracts/", pathNot: TEST },
    { pathNot: ["^lib/(core|contracts)/", "^node_modules/zod/"] },
  ),
];

const furniture = [
  error(
    "rules-are-pure",
    { path: `^lib/[^/]+/(${RULES})\\.ts$` },
    { pathNot: ["^lib/(core|contracts)/", `^lib/[^/]+/(${RULES})\\.ts$`] },
  ),
  error(
    "views-are-pure",
    { path: "^lib/([^/]+)/view\\.ts$" },
    { pathNot: ["^lib/(core|contracts)/", "^lib/[^/]+/(rules|view)\\.ts$"], dependencyTypesNot: ["type-only"] },
  ),
  error(
    "views-read-nothing",
    { path: "^lib/([^/]+)/view\\.ts$" },
    {
      path: "^lib/",
      pathNot: ["^lib/(core|contracts)/", "^lib/[^/]+/(rules|view)\\.ts$", `^lib/$1/(${STORES})\\.ts$`],
    },
  ),
  // A claim is a write that returns rows, so a store may run a part of its own room.
  error(
    "stores-only-remember",
    { path: `^lib/([^/]+)/(${STORES})\\.ts$` },
    {
      path: "^(lib|app|components)/",
      pathNot: [
        "^lib/core/",
        "^lib/db/(client|cycle|database|due|prepared|report|send)\\.ts$",
        "^lib/credits/lots-at\\.ts$",
        `^lib/$1/(${PARTS}|spending-order)\\.ts$`,
      ],
      dependencyTypesNot: ["type-only"],
    },
  ),
  error(
    "stores-know-no-verb",
    { path: `^lib/([^/]+)/(${STORES})\\.ts$` },
    {
      path: ROOM,
      pathNot: [`^lib/$1/(${PARTS}|spending-order)\\.ts$`, "^lib/credits/lots-at\\.ts$", `^lib/[^/]+/(${RULES})\\.ts$`],
    },
  ),
  error(
    "parts-only-write",
    { path: `^lib/([^/]+)/(${PARTS}|spending-order)\\.ts$` },
    {
      path: "^(lib|app|components)/",
      pathNot: [
        "^lib/core/",
        "^lib/db/(commit|cycle|database|due|prepared|unnest)\\.ts$",
        `^lib/[^/]+/(${RULES})\\.ts$`,
        `^lib/$1/(${PARTS}|spending-order)\\.ts$`,
        "^lib/db/generated/(enums|tables)\\.ts$",
      ],
      dependencyTypesNot: ["type-only"],
    },
  ),
  error(
    "a-store-is-private-to-its-room",
    { path: "^lib/([^/]+)/", pathNot: TEST },
    { path: `^lib/[^/]+/(${STORES})\\.ts$`, pathNot: `^lib/$1/(${STORES})\\.ts$` },
  ),
];

const database = [
  // Statements are written in stores and parts, and in the two expressions that they share; verbs see commits and rows.
  error(
    "only-stores-and-parts-write-sql",
    {
      path: "^(lib|app|components|proxy|instrumentation)",
      pathNot: [
        "^lib/db/",
        `^lib/[^/]+/${FURNITURE}\\.ts$`,
        "^lib/credits/(lots-at|spending-order)\\.ts$",
        "^lib/books/((credit|event|invoice|journal|lasting|money|period)-invariants|invariants?|bill-differences|closing-items)\\.ts$",
        "^lib/testing/",
        TEST,
      ],
    },
    { path: ["^lib/db/(client|database|due|pool|prepared|report|send|unnest)\\.ts$", "^node_modules/kysely/"] },
  ),
  // The names of the enums and of the columns are types that rooms share; the client itself stays in lib/db.
  error(
    "the-generated-client-stays-in-db",
    { pathNot: ["^lib/db/", "^lib/testing/", "^prisma/", TEST] },
    { path: "^lib/db/generated/", dependencyTypesNot: ["type-only"] },
  ),
  error(
    "only-enum-types-leave-generated",
    { pathNot: ["^lib/db/", "^lib/testing/", "^prisma/", TEST] },
    { path: "^lib/db/generated/", pathNot: "^lib/db/generated/(enums|tables)\\.ts$" },
  ),
];

const rooms = [
  ...ROOMS.slice(0, -1).map((name, i) =>
    error(
      `${name}-looks-left-only`,
      { path: `^lib/${name}/`, pathNot: TEST },
      { path: `^lib/(${ROOMS.slice(i + 1).join("|")})/` },
    ),
  ),
  // The scheduler stands to the right of all rooms: it runs their jobs, and no room knows when it is run.
  error(
    "only-addresses-know-jobs",
    {
      path: "^(app|lib|components|proxy)",
      pathNot: ["^lib/jobs/", "^app/(api/(cron|health|metrics|admin/jobs)|admin/today)/", TEST],
    },
    { path: "^lib/jobs/" },
  ),
  error("jobs-know-no-web", { path: "^lib/jobs/", pathNot: TEST }, { path: WEB }),
  error("rooms-know-no-web", { path: ROOM }, { path: WEB }),
  error(
    "adapters-know-no-room",
    { path: "^lib/(db|alipay|channels|cache|mail)/", pathNot: TEST },
    { path: [ROOM, "^lib/jobs/", ...WEB] },
  ),
  error("the-wrapper-knows-no-room", { path: "^lib/http/", pathNot: TEST }, { path: ROOM }),
  // It asks the product's door as any back end does, so that there is no second way in (decision 72).
  error(
    "tools-ask-the-door",
    { path: "^lib/mcp/", pathNot: TEST },
    { path: "^(lib|app)/", pathNot: "^lib/(core|contracts|mcp)/" },
  ),
  error("auth-knows-only-accounts", { path: "^lib/auth/", pathNot: TEST }, { path: ROOM, pathNot: "^lib/accounts/" }),
  error(
    "only-money-rooms-use-channels",
    { pathNot: ["^lib/(channels|alipay|payments|refunds|books|testing)/", TEST] },
    { path: "^lib/channels/" },
  ),
  // The rooms speak to a channel of the attempt, whichever it is (decision 28).
  error(
    "channels-alone-know-alipay",
    { pathNot: ["^lib/alipay/", "^lib/channels/channels\\.ts$", "^lib/testing/", "^scripts/", TEST] },
    { path: "^lib/alipay/" },
  ),
  // A cached catalogue may be old: it is shown, and decides nothing (docs/rules.md R72).
  error(
    "the-cached-catalogue-is-only-shown",
    {
      pathNot: [
        "^app/\\(shop\\)/page\\.tsx$",
        "^app/developers/page\\.tsx$",
        "^app/api/(v1/)?catalog/route\\.ts$",
        "^instrumentation\\.ts$",
        "^lib/catalog/show-catalog\\.ts$",
        TEST,
      ],
    },
    { path: "^lib/catalog/(show-catalog|catalog-cache)\\.ts$" },
  ),
  error(
    "only-the-catalogue-is-cached",
    { pathNot: ["^lib/cache/", "^lib/catalog/catalog-cache\\.ts$", TEST] },
    { path: ["^lib/cache/tiers\\.ts$", "^node_modules/(layered-loader|bentocache|cacheable|keyv)/"] },
  ),
  error("the-sdk-stays-behind-the-gateway", { pathNot: ["^lib/alipay/", TEST] }, { path: "^node_modules/alipay-sdk/" }),
];

const outside = [
  error(
    "app-is-thin",
    { path: "^app/" },
    { path: ["^lib/(db|alipay|channels|cache|mail)/", `^lib/[^/]+/(${RULES}|${STORES}|${PARTS})\\.ts$`] },
  ),
  error("addresses-draw-nothing", { path: "^app/api/", pathNot: TEST }, { path: "^components/" }),
  error("nobody-imports-app", { pathNot: ["^app/", "^\\.next/"] }, { path: "^app/" }),
  error(
    "the-browser-sees-contracts-only",
    { path: "^components/" },
    { path: "^(lib|app|e2e|prisma|scripts|packages)/", pathNot: "^lib/(core|contracts)/" },
  ),
  error(
    "production-needs-no-scripts",
    { path: "^(app|components|lib)/", pathNot: ["^lib/testing/", TEST] },
    { path: "^(scripts|prisma|e2e|bench)/" },
  ),
  error(
    "test-code-stays-out-of-production",
    { pathNot: ["^(e2e|bench|proof)/", "^lib/testing/", TEST, "^vitest\\.config\\.ts$"] },
    { path: ["^(e2e|bench|proof)/", "^lib/testing/", TEST] },
  ),
  error(
    "e2e-is-a-stranger",
    { path: "^e2e/" },
    { path: "^(app|components|lib)/", pathNot: "^lib/(core|contracts|testing)/" },
  ),
  // Not by its path, and not by its name: npm links every package of the repository into node_modules.
  error(
    "production-knows-no-package",
    { path: "^(app|components|lib|proxy|instrumentation)", pathNot: TEST },
    { path: ["^packages/", "^node_modules/alipay-sandbox/"] },
  ),
  // Its tests too: a package must be of use without us.
  error(
    "packages-know-no-product",
    { path: "^packages/" },
    { path: "^(app|components|lib|prisma|scripts|e2e|bench|proof|proxy|instrumentation)" },
  ),
  error(
    "an-example-is-a-stranger",
    { path: "^examples/" },
    { path: "^(app|components|lib|prisma|scripts|packages|e2e|bench|proof)/", pathNot: "^packages/sdk/" },
  ),
  // It draws a QR code, and everything else about Alipay is its own.
  error(
    "the-sandbox-stands-alone",
    { path: "^packages/alipay-sandbox/", pathNot: TEST },
    { path: "^node_modules/", pathNot: "^node_modules/(@types/)?qrcode/" },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    error("no-cycles", {}, { circular: true }),
    error("no-unresolved", {}, { couldNotResolve: true }),
    ...vocabulary,
    ...furniture,
    ...database,
    ...rooms,
    ...outside,
  ],
  required: [
    {
      name: "api-routes-use-the-wrapper",
      severity: "error",
      // next-auth answers for itself, Alipay wants bare text, and health must answer when everything else does not.
      module: { path: "^app/api/.+/route\\.ts$", pathNot: "^app/api/(auth|alipay|health)/" },
      to: { path: "^lib/http/" },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^lib/db/generated/", "^packages/[^/]+/dist/"] },
    // node_modules and dist are not excluded: every rule about packages would go blind.
    exclude: { path: ["^public/", "^\\.next", "^\\.data/", "^next-env\\.d\\.ts$"] },
    tsConfig: { fileName: "tsconfig.json" },
    // Sees type-only imports too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
