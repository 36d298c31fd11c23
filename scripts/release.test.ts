import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { spawn, spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { childEnv } from "./environment.mjs";
import { freePort } from "./ports.ts";
import { goLive } from "./release/go-live.ts";
import { keepOldFiles, Place } from "./release/place.ts";
import { end, ownService, type Service } from "./release/server.ts";
import { ROOT } from "./stages.ts";
import { noteServing, requireUnserved } from "./serving.ts";

let folder: string;
let place: Place;
let port: number;
let serving: { service: Service; port: number; withinMs: number };

beforeEach(async () => {
  folder = await mkdtemp(resolve(tmpdir(), "zhangfang-release-"));
  place = new Place(resolve(folder, "installed"));
  port = await freePort();
  serving = { service: ownService(place, port, {}), port, withinMs: 5_000 };
});
afterEach(async () => {
  const pid = await readFile(resolve(place.folder, "server.pid"), "utf8").catch(() => null);
  if (pid !== null) await end(Number(pid)).catch(() => undefined);
  await rm(folder, { recursive: true });
});

/** What stands in a release of the product, as far as switching is concerned: a server that Next's start would be. */
const SERVER = `
  import { createServer } from "node:http";
  import { readFileSync } from "node:fs";
  const [build, health] = [readFileSync(".next/BUILD_ID", "utf8"), readFileSync("health", "utf8")];
  process.title = "next-server";
  if (health === "dies") process.exit(1);
  const server = createServer((request, response) => {
    if (request.url === "/slow") return void process.once("SIGTERM", () => setTimeout(() => response.end(build), 200));
    if (request.url === "/") return response.end(build);
    if (request.url.startsWith("/_next/static/" + build + "/")) return response.end();
    response.writeHead(request.url.startsWith("/api/health") ? Number(health) : 404).end();
  });
  server.keepAliveTimeout = 1;
  server.listen(Number(process.argv[3]), "127.0.0.1");
  process.on("SIGTERM", () => server.close(() => process.exit(143)));
`;

async function aRelease(build: string, health = "200"): Promise<string> {
  const release = resolve(place.folder, "releases", build);
  await mkdir(resolve(release, ".next/static", build), { recursive: true });
  await mkdir(resolve(release, "scripts"));
  await writeFile(resolve(release, ".next/BUILD_ID"), build);
  await writeFile(resolve(release, ".next/static", build, "chunk.js"), build);
  await writeFile(resolve(release, "health"), health);
  await writeFile(resolve(release, "package.json"), `{ "type": "module" }`);
  await writeFile(resolve(release, "scripts/start.ts"), SERVER);
  return release;
}

const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();

describe("a release", () => {
  it("is switched to in one step, and the old process answers what it has begun", async () => {
    const [first, second] = [await aRelease("1"), await aRelease("2")];
    await goLive(place, first, serving);
    expect(await ask("/")).toBe("1");
    const begun = ask("/slow");
    await ask("/"); // The slow one was sent before.
    await goLive(place, second, serving);
    expect(await begun).toBe("1");
    expect(await ask("/")).toBe("2");
    expect(await place.serving()).toBe(second);
  });

  it.each([
    ["does not start", "dies"],
    ["does not reach its database", "503"],
  ])("that %s is left for the one before", async (_, health) => {
    const [good, bad] = [await aRelease("1"), await aRelease("2", health)];
    await goLive(place, good, serving);
    await expect(goLive(place, bad, serving)).rejects.toThrow("已经退回原来的版本");
    expect(await ask("/")).toBe("1");
    expect(await place.serving()).toBe(good);
  });

  it("is not taken for the one that serves where somebody else has the port", async () => {
    const stranger = createServer((_, response) => void response.end()).listen(port, "127.0.0.1");
    await once(stranger, "listening");
    await expect(goLive(place, await aRelease("1"), serving)).rejects.toThrow(`端口 ${port} 被另一个进程占用`);
    stranger.close();
  });

  it("keeps the files of pages that are open, and no more than one release to go back to", async () => {
    const releases = [await aRelease("1"), await aRelease("2"), await aRelease("3")];
    await keepOldFiles(releases[0]!, releases[1]!);
    expect(await readFile(resolve(releases[1]!, ".next/static/1/chunk.js"), "utf8")).toBe("1");
    await place.switchTo(releases[2]!);
    await place.removeOld();
    expect(await readdir(resolve(place.folder, "releases"))).toEqual(["2", "3"]);
  });
});

describe("building in a folder", () => {
  it("from which a living process serves is refused", async () => {
    expect(() => requireUnserved(folder)).not.toThrow();
    noteServing(folder);
    expect(() => requireUnserved(folder)).toThrow(`进程 ${process.pid} 正在用这个文件夹里的构建提供服务`);
  });

  it("is refused by the command, before anything is written", async () => {
    const note = resolve(ROOT, ".next/serving", String(process.pid));
    await mkdir(dirname(note), { recursive: true });
    await writeFile(note, "");
    const build = [process.execPath, ["scripts/build.ts"]] as const;
    const { status, stderr, stdout } = spawnSync(...build, {
      cwd: ROOT,
      env: childEnv(),
      encoding: "utf8",
      timeout: 20_000,
    });
    await rm(note);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("npm run release");
  });

  it("from which a killed one served is not", async () => {
    const child = spawn(process.execPath, ["--eval", ""], { env: childEnv(), stdio: "ignore" });
    await once(child, "exit");
    await mkdir(resolve(folder, ".next/serving"), { recursive: true });
    await writeFile(resolve(folder, ".next/serving", String(child.pid)), "");
    expect(() => requireUnserved(folder)).not.toThrow();
  });
});
