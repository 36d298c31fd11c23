import { execFileSync } from "node:child_process";
import { NextRequest } from "next/server";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { serve } from "./route.ts";
import { typedAnswer } from "./typed-answer.ts";

const schema = z.strictObject({ list: z.array(z.strictObject({ amount: z.number() })) });

const detailOf = (data: unknown): unknown => {
  try {
    typedAnswer(schema, data);
    return undefined;
  } catch (error) {
    return error instanceof AppError && error.code === "INTERNAL" ? error.facts.detail : error;
  }
};

describe("an answer outside of production", () => {
  test("that fits its schema is sent as it is", async () => {
    const data = { list: [{ amount: 19.9 }] };
    expect(await typedAnswer(schema, data).json()).toEqual({ code: 200, message: "操作成功", data });
  });

  test("with a wrong type or an unknown key is an error that says where, and not what was in it", () => {
    const wrongType = detailOf({ list: [{ amount: 1 }, { amount: "hunter2" }] });
    expect(wrongType).toContain("list[1].amount");
    expect(wrongType).not.toContain("hunter2");
    expect(detailOf({ list: [{ amount: 1, memberId: 7 }] })).toContain("memberId");
  });

  test("that is wrong is a 500 to its caller, without the reason", async () => {
    const handler = serve({ access: "public", answer: schema }, () => Promise.resolve({ list: null }));
    const response = await handler(new NextRequest("http://localhost:3000/api/x"), { params: Promise.resolve({}) });
    expect([response.status, await response.json()]).toMatchObject([500, { error: "INTERNAL", data: null }]);
  });
});

test("the log has the reason", () => {
  const code = `import { z } from "zod";
    import { errorAnswer } from "./lib/http/answer.ts";
    import { typedAnswer } from "./lib/http/typed-answer.ts";
    try { typedAnswer(z.strictObject({ amount: z.number() }), { amount: "1" }); }
    catch (error) { errorAnswer(error, new Request("http://localhost:3000/api/x")); }`;
  const line = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" });
  expect(JSON.parse(line)).toMatchObject({ path: "/api/x", error: expect.stringContaining("→ at amount") as string });
});

test("in production no answer is parsed", async () => {
  let parsed = 0;
  const counting = z.custom(() => (parsed += 1) > 0);
  typedAnswer(counting, {});
  expect(parsed).toBe(1);
  vi.stubEnv("NODE_ENV", "production");
  vi.resetModules();
  const inProduction = await import("./typed-answer.ts");
  expect(await inProduction.typedAnswer(counting, { any: "thing" }).json()).toMatchObject({ data: { any: "thing" } });
  expect(parsed).toBe(1);
});
