/** What a stranger gets: the tarball in an empty folder. It has no dependencies, so unpacking it is installing it. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { findPackageJSON } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env, execPath } from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const HOME = join(import.meta.dirname, "..");

let folder: string;
let packed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stranger-"));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  const wish = ["pack", "--json", "--ignore-scripts=false", "--pack-destination", folder];
  const { stdout } = await run("npm", wish, { cwd: HOME, env });
  const [tarball] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  packed = tarball!.files.map(({ path }) => path);
  const own = join(folder, "node_modules/@zhangfang/sdk");
  for (const path of [own, join(folder, "node_modules/@types")]) await mkdir(path, { recursive: true });
  await run("tar", ["-xzf", join(folder, tarball!.filename), "-C", own, "--strip-components=1"], { env });
  for (const name of ["react", "@types/react", "csstype"])
    await symlink(dirname(findPackageJSON(name, import.meta.url)!), join(folder, "node_modules", name));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

test("the tarball holds what runs and what is read; no source, no test", () => {
  expect(packed).toEqual(expect.arrayContaining(["README.md", "LICENSE", "dist/index.js", "dist/react.d.ts"]));
  const known = /^(README\.md|LICENSE|package\.json|dist\/[a-z-]+\.(js|d\.ts))$/;
  expect(packed.filter((file) => !known.test(file) || /test\./.test(file))).toEqual([]);
});

const PROGRAM = `
import { zhangfang, ZhangfangError } from "@zhangfang/sdk";
import { zhangfangHost } from "@zhangfang/sdk/host";
import { BuyButton } from "@zhangfang/sdk/react";
import { meterChunks } from "@zhangfang/sdk/ai";
const zf = zhangfang({ baseUrl: process.argv[2], key: "k" });
const error = await zf.customers.get("user 1").catch((error) => error);
console.log(error instanceof ZhangfangError, error.code, [zhangfangHost, BuyButton, meterChunks].map((f) => typeof f).join());
`;

test("each of its entrances is there, and it speaks to 账房", async () => {
  const server = createServer(({ url }, response) => {
    response.writeHead(404, { "content-type": "application/problem+json" });
    response.end(JSON.stringify({ status: 404, title: url, code: "CUSTOMER_NOT_FOUND" }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  await writeFile(join(folder, "program.mjs"), PROGRAM);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { stdout } = await run(execPath, ["program.mjs", address], { cwd: folder, env });
  server.close();
  expect(stdout).toBe("true CUSTOMER_NOT_FOUND function,function,function\n");
});

const TYPED = `
import { meter, zhangfang, ZhangfangError, type Customer, type ErrorCode } from "@zhangfang/sdk";
import { PricingTable, useCustomer } from "@zhangfang/sdk/react";
const zf = zhangfang({ baseUrl: "https://pay.example.com", key: "k" });
const customer: Customer = await zf.customers.get("user-1");
export const left: number = customer.credits.available;
const { bill } = await meter(zf.credits, { customerId: "u", bizId: "b", estimate: 1, reason: "r" }, async () => ({ result: 1, used: 1 }));
export const paid: number = bill.paid;
export const codeOf = (error: unknown): ErrorCode | null => (error instanceof ZhangfangError ? error.code : null);
// @ts-expect-error There is no such code.
export const code: ErrorCode = "RAIN";
// @ts-expect-error A pack, or a term of a plan.
await zf.checkout.create({ customerId: "u", item: {}, successUrl: "https://app.example.com" });
export { PricingTable, useCustomer };
`;

test("its types hold for a strict stranger", { timeout: 60_000 }, async () => {
  await writeFile(join(folder, "typed.ts"), TYPED);
  const compiler = join(dirname(findPackageJSON("typescript", import.meta.url)!), "bin/tsc");
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--types", "react"];
  const done = await run(execPath, [compiler, ...options, "typed.ts"], { cwd: folder, env }).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(done.stdout).toBe("");
});
