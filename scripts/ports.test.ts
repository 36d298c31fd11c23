import { execFile } from "node:child_process";
import { createServer, type Server } from "node:net";
import { resolve } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { childEnv } from "./environment.mjs";
import { freePort, portFrom, requireFreePort } from "./ports.ts";

let holder: Server;
let taken: number;

beforeEach(async () => {
  holder = createServer();
  await new Promise<void>((done) => holder.listen(0, "127.0.0.1", done));
  taken = (holder.address() as { port: number }).port;
});
afterEach(() => {
  vi.unstubAllEnvs();
  holder.close();
});

it("names a taken port, and lets a free one pass", async () => {
  await expect(requireFreePort(taken, "PORT")).rejects.toThrow(`端口 ${taken} 已被占用`);
  await expect(requireFreePort(await freePort(), "PORT")).resolves.toBe(undefined);
});

it.each(["0", "65536", "3000.5", "abc", "-1"])("PORT=%s is no port", (text) => {
  vi.stubEnv("PORT", text);
  expect(() => portFrom("PORT", 3000)).toThrow("PORT 应为 1–65535 的整数");
});

it.each([
  ["", 3000],
  ["4000", 4000],
])("PORT=%s means %s", (text, port) => {
  vi.stubEnv("PORT", text);
  expect(portFrom("PORT", 3000)).toBe(port);
});

it.each(["PORT", "SANDBOX_PORT"])("npm run demo with a taken %s ends with one line that says so", async (variable) => {
  const free = String(await freePort());
  const env = childEnv({ PORT: free, SANDBOX_PORT: free, [variable]: String(taken) });
  const demo = resolve(import.meta.dirname, "demo.ts");
  const { code, output } = await new Promise<{ code: unknown; output: string }>((done) => {
    execFile(process.execPath, [demo], { env }, (error, stdout, stderr) => {
      done({ code: error?.code, output: stdout + stderr });
    });
  });
  expect(output.trim().split("\n")).toEqual([expect.stringContaining(`端口 ${taken} 已被占用`)]);
  expect(output).toContain(`${variable}=${taken + 1}`);
  expect(code).toBe(1);
});
