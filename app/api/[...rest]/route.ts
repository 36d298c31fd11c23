import { AppError } from "@/lib/core/errors.ts";
import { route } from "@/lib/http/route.ts";

/** No such address: in the envelope, because whoever asks here reads JSON. */
const nothing = route({
  access: "public",
  handle: () => Promise.reject(new AppError("NOT_FOUND")),
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
