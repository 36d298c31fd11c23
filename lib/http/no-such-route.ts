import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { serve } from "./route.ts";

/** No such address: in the envelope, because whoever asks here reads JSON. */
export const noSuchRoute = serve({ access: "public", answer: z.never() }, () =>
  Promise.reject(new AppError("NOT_FOUND")),
);
