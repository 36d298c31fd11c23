import { exportTable } from "@/lib/books/export-table.ts";
import { DESK_EXPORT_LIMIT } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";
import { streamedFile } from "@/lib/http/streamed-answer.ts";

/** In s: a million rows are read while they are sent. */
export const maxDuration = 300;

export const GET = route("GET /api/admin/exports/[name]", {
  limit: DESK_EXPORT_LIMIT,
  handle: async ({ params, query, context }) => {
    const { file, bytes } = await exportTable(params.name, query, context);
    return streamedFile(bytes, { type: "text/csv; charset=utf-8", name: file });
  },
});
