import { describe, expect, test } from "vitest";
import { AppError } from "../core/errors.ts";
import { answer, errorAnswer } from "./answer.ts";

const request = new Request("http://localhost:3000/api/x?email=a@example.com");

describe("an answer", () => {
  test("carries its status in the envelope, and null for nothing", async () => {
    expect(await answer(undefined).json()).toEqual({ code: 200, message: "操作成功", data: null });
  });

  test("to the unforeseen tells the caller a number and nothing else (A54)", async () => {
    const response = errorAnswer(new Error("password=hunter2 at db.internal"), request);
    const text = await response.text();
    expect([response.status, JSON.parse(text)]).toEqual([
      500,
      { code: 500, message: "系统出了问题，我们已经记录，请稍后再试", data: null, error: "INTERNAL" },
    ]);
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("that says when to come again, says it as Retry-After; a detail stays inside", async () => {
    const response = errorAnswer(new AppError("BUSY", { detail: "lock on oms_order", retryAfter: 2 }), request);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await response.text()).not.toContain("oms_order");
  });
});
