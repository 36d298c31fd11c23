import { AppError } from "../core/errors.ts";

/** Where Prisma keeps what the driver said. */
interface PrismaFailure {
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } } };
}

/** The SQLSTATE of a database error, if it is one, also of one that Prisma wraps. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error)) return undefined;
  const code = (error as PrismaFailure).meta?.driverAdapterError?.cause?.originalCode ?? error.code;
  return typeof code === "string" ? code : undefined;
}

/**
 * Lock or statement timeout, too many connections, shutting down, read-only, disk full, or (P1…) what Prisma calls a broken
 * connection: nothing was done, ask again later.
 */
const UNAVAILABLE = /^(55P03|57014|57P0[1-5]|53\d{3}|08\w{3}|25006|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|P10(01|08|17))$/;

function isUnavailable(error: unknown): boolean {
  const state = sqlState(error);
  if (state) return UNAVAILABLE.test(state);
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated|not queryable/.test(error.message)
  );
}

/** A database that cannot answer now becomes BUSY (503): the caller may come again. */
export function asAnswer(error: unknown): unknown {
  return isUnavailable(error) ? new AppError("BUSY", { detail: error, retryAfter: 2 }) : error;
}
