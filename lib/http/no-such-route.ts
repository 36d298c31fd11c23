import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { serve } from "./route.ts";

/** Unknown API address: 404 in the envelope, because API clients expect JSON. */
export const noSuchRoute = serve({ access: "public", answer: z.never() }, () =>
  Promise.reject(new AppError("NOT_FOUND")),
);
