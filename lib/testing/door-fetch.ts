import { findDoors, knock, type Door } from "./doors.ts";

interface Found {
  readonly door: Door;
  readonly params: Readonly<Record<string, string>>;
}

/** A fetch whose other side is the real handlers of this product, for clients of it: no server, no port. */
export async function doorFetch(): Promise<typeof fetch> {
  const doors = await findDoors();
  return async (asked, init) => {
    const { method, url, headers } = new Request(asked, init);
    const { pathname, searchParams } = new URL(url);
    const found = find(doors, method, pathname);
    if (!found) throw new TypeError(`there is no ${method} ${pathname}`);
    const body = method === "GET" ? "" : String(init?.body ?? "");
    const answer = await knock(found.door, {
      params: found.params,
      query: searchParams.toString(),
      headers: Object.fromEntries(headers),
      ...(body === "" ? {} : { raw: body }),
    });
    const isEmpty = answer.status === 204;
    return new Response(isEmpty ? null : answer.text, { status: answer.status, headers: answer.headers });
  };
}

function find(doors: readonly Door[], method: string, pathname: string): Found | null {
  const asked = pathname.split("/");
  for (const door of doors) {
    const words = door.path.split("/");
    if (door.method !== method || words.length !== asked.length) continue;
    const names = words.map((word) => /^\[(\w+)\]$/.exec(word)?.[1]);
    if (!words.every((word, i) => names[i] !== undefined || word === asked[i])) continue;
    const params = names.flatMap((name, i) => (name ? [[name, decodeURIComponent(asked[i]!)] as const] : []));
    return { door, params: Object.fromEntries(params) };
  }
  return null;
}
