import { expect, test } from "vitest";
import { decodeFormValue, encode, parseForm } from "./charset.ts";

test("GBK both ways, with ASCII as it is and a question mark for what GBK lacks", () => {
  const text = "商店：积分 1,000 点（赠）";
  expect(new TextDecoder("gbk").decode(encode(text, "gbk"))).toBe(text);
  expect(encode("中A", "gbk")).toEqual(Buffer.from([0xd6, 0xd0, 0x41]));
  expect(encode("甲😀乙", "gbk").toString("latin1")).toContain("?");
});

test("form values: plus is a space, escapes are bytes of the charset, a lone percent stays", () => {
  expect(decodeFormValue("A+B%20%E4%B8%AD", "utf-8")).toBe("A B 中");
  expect(decodeFormValue("%D6%D0", "gbk")).toBe("中");
  expect(decodeFormValue("100%", "utf-8")).toBe("100%");
});

test("of a repeated name the first value counts, and odd names are only names", () => {
  const form = parseForm("a=1&a=2&b&__proto__=x&=y&&c=%3D", "utf-8");
  expect(Object.entries(form)).toEqual([
    ["a", "1"],
    ["b", ""],
    ["", "y"],
    ["c", "="],
  ]);
});
