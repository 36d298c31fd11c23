import type { Access, Endpoint } from "../contracts/endpoint.ts";
import { AppError, ERROR_CODES, type ErrorCode } from "../core/errors.ts";
import type { Json } from "./openapi-schemas.ts";

const OF_ACCESS: Readonly<Record<Access, readonly ErrorCode[]>> = {
  public: [],
  member: ["UNAUTHENTICATED", "OTHER_ACCOUNT"],
  admin: ["UNAUTHENTICATED", "FORBIDDEN", "OTHER_ACCOUNT"],
  service: ["BAD_SECRET"],
  spender: ["UNAUTHENTICATED", "FORBIDDEN", "BAD_SECRET", "OTHER_ACCOUNT"],
  cron: ["BAD_SECRET"],
  checkout: ["CHECKOUT_ELSEWHERE"],
};

/** Every error that an endpoint may answer with: those of its access and input, and its own. In the table's order. */
export function errorsOf(name: string, { access, portal, params, query, body, errors = [] }: Endpoint): ErrorCode[] {
  const isRead = name.startsWith("GET ");
  const all = new Set<ErrorCode>([
    ...OF_ACCESS[access],
    ...(access === "member" && !portal ? (["FORBIDDEN"] as const) : []),
    ...(isRead ? [] : (["FOREIGN_ORIGIN"] as const)),
    ...(isRead && access !== "cron" ? [] : (["OUTCOME_UNKNOWN"] as const)),
    ...(params || query || body ? (["VALIDATION_FAILED"] as const) : []),
    ...(body ? (["BODY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"] as const) : []),
    ...errors,
    "INTERNAL",
    "BUSY",
  ]);
  return ERROR_CODES.filter((code) => all.has(code));
}

const HEADERS = {
  "X-Request-Id": { $ref: "#/components/headers/RequestId" },
  "Retry-After": { $ref: "#/components/headers/RetryAfter" },
};

/** The answers of these errors, one for each status. */
export function errorResponses(codes: readonly ErrorCode[]): Json {
  const byStatus = Map.groupBy(codes, (code) => new AppError(code).status);
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, those]) => [status, errorResponse(status, those)]),
  );
}

function errorResponse(status: number, codes: readonly ErrorCode[]): Json {
  const these = { properties: { code: { const: status }, error: { enum: codes } } };
  const waits = status === 429 || status === 503;
  return {
    description: codes.map((code) => `\`${code}\` ${new AppError(code).message}`).join("\n\n"),
    headers: waits ? HEADERS : { "X-Request-Id": HEADERS["X-Request-Id"] },
    content: { "application/json": { schema: { allOf: [{ $ref: "#/components/schemas/Error" }, these] } } },
  };
}
