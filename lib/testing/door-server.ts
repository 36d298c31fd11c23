import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { findDoors, knock, type Door } from "./doors.ts";

/** The real handlers on a port of this machine, for clients in another process. The origin is there once the tests run. */
export function useDoorServer(): { origin: string } {
  const place = { origin: "" };
  let doors: readonly Door[] = [];
  const server = createServer((request, response) => void answer(doors, request, response));
  beforeAll(async () => {
    doors = await findDoors();
    await once(server.listen(0, "127.0.0.1"), "listening");
    place.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return place;
}

async function answer(doors: readonly Door[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, "http://localhost");
  const door = doors.find(({ method, path }) => method === request.method && paramsIn(path, pathname));
  if (!door) return void response.writeHead(405).end();
  const raw = Buffer.concat(await request.toArray());
  const answered = await knock(door, {
    params: paramsIn(door.path, pathname)!,
    query: searchParams.toString(),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    ...(raw.length > 0 ? { raw: new Uint8Array(raw) } : {}),
  });
  response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(answered.text);
}

/** What an address names, where it is this path. null: it is another. */
function paramsIn(path: string, pathname: string): Record<string, string> | null {
  const pattern = path.replaceAll(".", "\\.").replaceAll(/\[(\w+)\]/g, "(?<$1>[^/]+)");
  const found = path.includes("[...") ? null : new RegExp(`^${pattern}$`).exec(pathname);
  if (!found) return null;
  return Object.fromEntries(
    Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
}
