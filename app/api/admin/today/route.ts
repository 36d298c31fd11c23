import { getToday } from "@/lib/books/get-today.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route({ access: "admin", handle: ({ context }) => getToday(context.now) });
