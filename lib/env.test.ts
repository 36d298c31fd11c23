import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvError, parseEnv } from "./env.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const bare = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, "");
const PKCS8 = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
const PKCS1 = privateKey.export({ format: "pem", type: "pkcs1" }) as string;
const SPKI = publicKey.export({ format: "pem", type: "spki" }) as string;
const PUBLIC_PKCS1 = publicKey.export({ format: "pem", type: "pkcs1" }) as string;
const WEAK = generateKeyPairSync("rsa", { modulusLength: 1024 });

const COMPLETE = {
  DATABASE_URL: "postgresql://user:password@db.example.com:5432/zhangfang",
  APP_URL: "https://shop.example.com/",
  NEXTAUTH_SECRET: "s".repeat(32),
  CRON_SECRET: "c".repeat(32),
  ALIPAY_APP_ID: "2021000000000001",
  ALIPAY_SELLER_ID: "2088000000000001",
  ALIPAY_PRIVATE_KEY: bare(PKCS8),
  ALIPAY_PUBLIC_KEY: bare(SPKI),
};

function problemsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

describe("parseEnv", () => {
  it("reads a complete environment, with the defaults of what is optional", () => {
    expect(parseEnv(COMPLETE)).toMatchObject({
      appUrl: "https://shop.example.com",
      alipay: { gateway: "https://openapi.alipay.com/gateway.do" },
      redisUrl: null,
      mail: null,
      maxOpenOrders: 20,
      refundAutoLimitFen: 20_000,
      trustedProxies: 1,
      isProduction: false,
      isDemo: false,
    });
  });

  it.each([
    ["http://127.0.0.1:3100/gateway.do", true],
    ["http://localhost:3100/gateway.do", true],
    ["https://openapi-sandbox.dl.alipaydev.com/gateway.do", false],
    ["https://localhost.example.com/gateway.do", false],
  ])("%s is a demo's gateway: %s", (gateway, isDemo) => {
    expect(parseEnv({ ...COMPLETE, ALIPAY_GATEWAY: gateway }).isDemo).toBe(isDemo);
  });

  it("lists everything that is missing, at once", () => {
    expect(problemsOf({})).toEqual(Object.keys(COMPLETE).map((name) => `${name}：没有设置`));
    expect(problemsOf({ ...COMPLETE, CRON_SECRET: "", ALIPAY_APP_ID: undefined })).toEqual([
      "CRON_SECRET：没有设置",
      "ALIPAY_APP_ID：没有设置",
    ]);
  });

  it.each([
    ["DATABASE_URL", "mysql://db/zhangfang", "postgresql://"],
    ["APP_URL", "http://shop.example.com", "必须使用 https"],
    ["APP_URL", "shop.example.com", ""],
    ["NEXTAUTH_SECRET", "s".repeat(31), "至少 32 个字符"],
    ["CRON_SECRET", "short", "至少 32 个字符"],
    ["ALIPAY_APP_ID", "2088abc", "应用号"],
    ["ALIPAY_SELLER_ID", "2021000000000001", "2088 开头"],
    ["ALIPAY_PRIVATE_KEY", "not a key", "RSA 私钥"],
    ["ALIPAY_PRIVATE_KEY", bare(SPKI), "RSA 私钥"],
    ["ALIPAY_PRIVATE_KEY", WEAK.privateKey.export({ format: "pem", type: "pkcs8" }) as string, "2048 位以上"],
    ["ALIPAY_PUBLIC_KEY", "not a key", "RSA 公钥"],
    ["ALIPAY_PUBLIC_KEY", PKCS8, "RSA 公钥"],
    ["ALIPAY_PUBLIC_KEY", bare(PKCS8), "RSA 公钥"],
    ["ALIPAY_PUBLIC_KEY", bare(PKCS1), "RSA 公钥"],
    ["ALIPAY_PUBLIC_KEY", WEAK.publicKey.export({ format: "pem", type: "spki" }) as string, "2048 位以上"],
    ["ALIPAY_GATEWAY", "ftp://openapi.alipay.com", ""],
    ["REDIS_URL", "http://127.0.0.1", ""],
    ["MAX_OPEN_ORDERS", "0", "1 到 32767"],
    ["MAX_OPEN_ORDERS", "32768", "1 到 32767"],
    ["MAX_OPEN_ORDERS", "1.5", "整数"],
    ["TRUSTED_PROXIES", "0", "1 到 16"],
    ["TRUSTED_PROXIES", "17", "1 到 16"],
    ["REFUND_AUTO_LIMIT_FEN", "-1", "1 到"],
    ["REFUND_AUTO_LIMIT_FEN", "0", "1 到"],
  ])("names a bad value of %s (%#)", (name, value, why) => {
    const problems = problemsOf({ ...COMPLETE, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}：.*${why}`));
    expect(problems[0]).not.toContain("没有设置");
  });

  it.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])("takes %s without https", (url) => {
    expect(parseEnv({ ...COMPLETE, APP_URL: url }).appUrl).toBe(url);
  });

  it.each([
    ["PEM, PKCS8", PKCS8, SPKI],
    ["PEM, PKCS1", PKCS1, PUBLIC_PKCS1],
    ["bare, PKCS1", bare(PKCS1), bare(PUBLIC_PKCS1)],
    ["escaped line ends", PKCS8.replaceAll("\n", "\\n"), SPKI.replaceAll("\n", "\\n")],
  ])("reads keys as %s", (_form, secret, open) => {
    const { alipay } = parseEnv({ ...COMPLETE, ALIPAY_PRIVATE_KEY: secret, ALIPAY_PUBLIC_KEY: open });
    expect(alipay.privateKey.equals(privateKey)).toBe(true);
    expect(alipay.publicKey.equals(publicKey)).toBe(true);
  });

  it("wants both halves of the mail settings, or none", () => {
    expect(problemsOf({ ...COMPLETE, SMTP_URL: "smtps://mail.example.com" })).toHaveLength(1);
    expect(problemsOf({ ...COMPLETE, MAIL_FROM: "账房 <shop@example.com>" })).toHaveLength(1);
    expect(problemsOf({ ...COMPLETE, SMTP_URL: "smtps://mail.example.com", CRON_SECRET: "" })).toHaveLength(2);
    const mail = { SMTP_URL: "smtps://mail.example.com", MAIL_FROM: "账房 <shop@example.com>" };
    expect(parseEnv({ ...COMPLETE, ...mail }).mail).toEqual({ smtpUrl: mail.SMTP_URL, from: mail.MAIL_FROM });
  });
});

it(".env.example names what the environment may hold, and nothing else", async () => {
  const text = await readFile(resolve(import.meta.dirname, "../.env.example"), "utf8");
  const named = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  const source = await readFile(resolve(import.meta.dirname, "env.ts"), "utf8");
  const read = [...source.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
  // CRON_URL is for the scheduler beside the server (scripts/cron.ts).
  expect(named.toSorted()).toEqual(["CRON_URL", ...read.filter((name) => name !== "NODE_ENV")].toSorted());
});
