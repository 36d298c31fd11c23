import { endpoints } from "../contracts/api.ts";
import type { Access, Endpoint } from "../contracts/endpoint.ts";
import { SERVICE_PATH } from "../contracts/service-values.ts";
import { AppError, ERROR_CODES, type ErrorCode } from "../core/errors.ts";
import type { Json } from "./openapi-schemas.ts";

const OF_ACCESS: Readonly<Record<Access, readonly ErrorCode[]>> = {
  public: [],
  member: ["UNAUTHENTICATED", "OTHER_ACCOUNT"],
  admin: ["UNAUTHENTICATED", "FORBIDDEN", "OTHER_ACCOUNT"],
  service: ["BAD_SECRET", "FORBIDDEN"],
  cron: ["BAD_SECRET"],
  checkout: ["CHECKOUT_ELSEWHERE"],
};

/** Every error that an endpoint may answer with: those of its access and input, and its own. In the table's order. */
export function errorsOf(name: string, { access, portal, params, query, body, errors = [] }: Endpoint): ErrorCode[] {
  const isRead = name.startsWith("GET ");
  const all = new Set<ErrorCode>([
    ...OF_ACCESS[access],
    ...(access === "member" && !portal ? (["FORBIDDEN"] as const) : []),
    ...(isService(name) ? (["TOO_MANY_REQUESTS"] as const) : isRead ? [] : (["FOREIGN_ORIGIN"] as const)),
    ...(isRead && access !== "cron" ? [] : (["OUTCOME_UNKNOWN"] as const)),
    ...(params || query || body ? (["VALIDATION_FAILED"] as const) : []),
    ...(body ? (["BODY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"] as const) : []),
    ...errors,
    "INTERNAL",
    "BUSY",
  ]);
  return ERROR_CODES.filter((code) => all.has(code));
}

/** Whether an address is one of the product's own back end: plain JSON, and problems (decision 59). */
export function isService(name: string): boolean {
  return name.includes(` ${SERVICE_PATH}/`);
}

/** Every error that a back end may meet under /api/v1, at an address that is none and by a method that is none too. In the table's order. */
export function serviceErrors(): ErrorCode[] {
  const own = Object.entries<Endpoint>(endpoints).flatMap(([name, line]) =>
    isService(name) ? errorsOf(name, line) : [],
  );
  const all = new Set<ErrorCode>([...own, "NOT_FOUND", "METHOD_NOT_ALLOWED"]);
  return ERROR_CODES.filter((code) => all.has(code));
}

const HEADERS = {
  "X-Request-Id": { $ref: "#/components/headers/RequestId" },
  "Retry-After": { $ref: "#/components/headers/RetryAfter" },
};

/** The header of every answer. */
export const NUMBERED = { "X-Request-Id": HEADERS["X-Request-Id"] };

/** The answers of these errors, one for each status. `isProblem`: as RFC 9457 has them, not in the envelope. */
export function errorResponses(codes: readonly ErrorCode[], isProblem = false): Json {
  const byStatus = Map.groupBy(codes, (code) => new AppError(code).status);
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, those]) => [status, errorResponse(status, those, isProblem)]),
  );
}

function errorResponse(status: number, codes: readonly ErrorCode[], isProblem: boolean): Json {
  const these = isProblem
    ? { properties: { status: { const: status }, code: { enum: codes } } }
    : { properties: { code: { const: status }, error: { enum: codes } } };
  const [type, schema] = isProblem ? ["application/problem+json", "Problem"] : ["application/json", "Error"];
  const waits = status === 429 || status === 503;
  return {
    description: codes.map((code) => `\`${code}\` ${new AppError(code).message}`).join("\n\n"),
    headers: waits ? HEADERS : NUMBERED,
    content: { [type!]: { schema: { allOf: [{ $ref: `#/components/schemas/${schema}` }, these] } } },
  };
}
