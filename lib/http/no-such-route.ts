import type { NextRequest } from "next/server";
import { z } from "zod";
import { SERVICE_PATH } from "../contracts/service-values.ts";
import { AppError } from "../core/errors.ts";
import { problemAnswer } from "./answer.ts";
import { numbered } from "./request-id.ts";
import { serve, type RouteHandler } from "./route.ts";

/** Whether an address is one of the product's own back end, also where nothing stands. */
function isService(request: NextRequest): boolean {
  return `${request.nextUrl.pathname}/`.startsWith(`${SERVICE_PATH}/`);
}

const outside = serve({ access: "public", answer: z.never() }, () => Promise.reject(new AppError("NOT_FOUND")));

/** Unknown API address: 404 in the words of its neighbours, because API clients expect JSON. */
export const noSuchRoute: RouteHandler = numbered((request, route) =>
  isService(request) ? problemAnswer(new AppError("NOT_FOUND"), request) : outside(request, route),
);

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/**
 * The methods that an address of the product's own back end does not have: 405 as a problem, where Next would answer nothing
 * but the status. Each route of /api/v1 exports them beside its own.
 */
export function otherMethods<Own extends Method>(
  ...own: readonly Own[]
): Readonly<Record<Exclude<Method, Own>, (request: NextRequest) => Promise<Response>>> {
  const allow = own.join(", ");
  const refuseMethod = numbered((request: NextRequest) => {
    const refusal = problemAnswer(new AppError("METHOD_NOT_ALLOWED"), request);
    refusal.headers.set("allow", allow);
    return refusal;
  });
  const others = METHODS.filter((method) => !(own as readonly string[]).includes(method));
  return Object.fromEntries(
    others.map((method) => [method, Object.assign(refuseMethod, { isRefusal: true })]),
  ) as never;
}
