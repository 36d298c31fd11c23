import { route } from "@/lib/http/route.ts";
import { searchMembers } from "@/lib/membership/search-members.ts";

export const GET = route("GET /api/admin/members", { handle: ({ query }) => searchMembers(query) });
