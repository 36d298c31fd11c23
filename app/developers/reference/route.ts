import { cookies, headers } from "next/headers";
import { referencePage } from "@/components/developers/reference-page.ts";
import { MODE_COOKIE, readMode } from "@/components/shell/theme-mode.ts";

/** A document of its own, without the shell: the viewer draws itself. Its policy comes from proxy.ts. */
export async function GET(): Promise<Response> {
  const nonce = (await headers()).get("x-nonce") ?? "";
  const mode = readMode((await cookies()).get(MODE_COOKIE)?.value);
  return new Response(referencePage({ nonce, mode }), { headers: { "content-type": "text/html; charset=utf-8" } });
}
