import { getMark } from "@/lib/accounts/save-mark.ts";
import { pngAnswer } from "@/lib/http/png-answer.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/mark/[mark]", {
  handle: async ({ params }) => pngAnswer(await getMark(params.mark)),
});
