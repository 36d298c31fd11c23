import { decode, encode } from "next-auth/jwt";
import { afterEach, expect, it, vi } from "vitest";
import { decodeOnce } from "./decode.ts";

const secret = "a secret of thirty-two characters";
const cookieOf = (sub: string, maxAge = 3600) => encode({ token: { sub }, secret, maxAge });

afterEach(() => void vi.useRealTimers());

it("reads a cookie as next-auth does, and the second time without decrypting it", async () => {
  const token = await cookieOf("7");
  const first = await decodeOnce({ token, secret });
  expect(first).toEqual(await decode({ token, secret }));
  expect(await decodeOnce({ token, secret })).toBe(first);
});

it("does not take one cookie for another", async () => {
  const [a, b] = [await cookieOf("7"), await cookieOf("8")];
  expect((await decodeOnce({ token: a, secret }))?.sub).toBe("7");
  expect((await decodeOnce({ token: b, secret }))?.sub).toBe("8");
});

it("refuses a cookie that somebody changed, also when the true one is known", async () => {
  const token = await cookieOf("7");
  await decodeOnce({ token, secret });
  const changed = token.slice(0, -5) + (token.at(-5) === "A" ? "B" : "A") + token.slice(-4);
  await expect(decodeOnce({ token: changed, secret })).rejects.toThrow();
});

it("forgets a cookie the moment it ends", async () => {
  const token = await cookieOf("7", 60);
  const { exp } = (await decodeOnce({ token, secret }))!;
  vi.useFakeTimers({ now: Number(exp) * 1000 - 1, toFake: ["Date"] });
  expect(await decodeOnce({ token, secret })).not.toBeNull();
  vi.setSystemTime(Number(exp) * 1000);
  expect(await decodeOnce({ token, secret })).toBeNull();
});

it("refuses a cookie that was made with another secret", async () => {
  const token = await encode({ token: { sub: "7" }, secret: `${secret}!` });
  await expect(decodeOnce({ token, secret })).rejects.toThrow();
});

it("has nothing to read in no cookie", async () => {
  expect(await decodeOnce({ secret })).toBeNull();
});
