import { saveMark } from "@/lib/accounts/save-mark.ts";
import { route } from "@/lib/http/route.ts";

export const PUT = route("PUT /api/admin/settings/mark", {
  handle: ({ body, context }) => saveMark(body.png, context),
});
