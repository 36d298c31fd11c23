import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** What a process prints that logs; `call` is the rest of a line of code that begins with `log.`. */
function printed(call: string): Record<string, unknown> {
  const code = `import { log } from "./lib/log.ts"; import { AppError } from "./lib/core/errors.ts"; log.${call}`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" });
  return JSON.parse(output) as Record<string, unknown>;
}

test("an error is told with its words, its place, and what caused it", () => {
  const line = printed(
    `error({ error: new AppError("BUSY", { detail: new Error("no connection") }), orderSn: "x" }, "not now")`,
  );
  expect(line).toMatchObject({
    level: 50,
    msg: "not now",
    orderSn: "x",
    error: { name: "AppError", code: "BUSY", message: "系统繁忙，请稍后再试", cause: { message: "no connection" } },
  });
  expect((line.error as { stack: string }).stack).toContain("AppError");
});

test("a database error tells its constraint, and not the row that broke it", () => {
  const error = `Object.assign(new Error("violates check"), { code: "23514", constraint: "c", detail: "Failing row contains (li@example.com)" })`;
  const line = printed(`error({ error: ${error} }, "refused")`);
  expect(line.error).toMatchObject({ message: "violates check", code: "23514", constraint: "c" });
  expect(JSON.stringify(line)).not.toContain("li@example.com");
});

test("secrets and addresses are cut, wherever they stand", () => {
  const secrets = {
    password: "p-1",
    sign: "s-1",
    member: { email: "li@example.com", password: "p-2" },
    headers: { cookie: "c-1", authorization: "a-1" },
  };
  const text = JSON.stringify(printed(`info(${JSON.stringify(secrets)}, "somebody")`));
  for (const secret of ["p-1", "s-1", "li@example.com", "p-2", "c-1", "a-1"]) expect(text).not.toContain(secret);
  expect(text).toContain("[redacted]");
});
