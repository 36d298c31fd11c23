import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { databaseEnv, EnvError, parseEnv, SECRETS } from "./env.ts";
import { OIDC } from "./testing/oidc-settings.ts";

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
      poolMax: 10,
      poolMode: "session",
      redisUrl: null,
      mail: null,
      oidc: null,
      maxOpenOrders: 20,
      refundAutoLimitFen: 20_000,
      orderLifeMs: 30 * 60_000,
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
    ["DATABASE_POOL_MODE", "statement", "session 或 transaction"],
    ["DATABASE_POOL_MAX", "0", "1 到 1000 的整数"],
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
    ["ALIPAY_WAP", "yes", "on 或 off"],
    ["MAX_OPEN_ORDERS", "0", "1 到 32767"],
    ["MAX_OPEN_ORDERS", "32768", "1 到 32767"],
    ["MAX_OPEN_ORDERS", "1.5", "整数"],
    ["ORDER_LIFE_MINUTES", "4", "5 到 1440"],
    ["ORDER_LIFE_MINUTES", "1441", "5 到 1440"],
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
    expect(alipay.accounts[0].privateKey.equals(privateKey)).toBe(true);
    expect(alipay.accounts[0].publicKeys.map((key) => key.equals(publicKey))).toEqual([true]);
  });

  it("wants both halves of the mail settings, or none", () => {
    expect(problemsOf({ ...COMPLETE, SMTP_URL: "smtps://mail.example.com" })).toHaveLength(1);
    expect(problemsOf({ ...COMPLETE, MAIL_FROM: "账房 <shop@example.com>" })).toHaveLength(1);
    expect(problemsOf({ ...COMPLETE, SMTP_URL: "smtps://mail.example.com", CRON_SECRET: "" })).toHaveLength(2);
    const mail = { SMTP_URL: "smtps://mail.example.com", MAIL_FROM: "账房 <shop@example.com>" };
    expect(parseEnv({ ...COMPLETE, ...mail }).mail).toEqual({ smtpUrl: mail.SMTP_URL, from: mail.MAIL_FROM });
  });
});

describe("a secret in a file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(resolve(tmpdir(), "zhangfang-env-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(() => vi.unstubAllEnvs());

  const MAIL = { SMTP_URL: "smtps://mail.example.com", MAIL_FROM: "shop@example.com" };
  const WHOLE: Readonly<Record<string, string>> = {
    ...COMPLETE,
    ...MAIL,
    ...OIDC,
    REDIS_URL: "redis://127.0.0.1:6379",
  };

  async function fileOf(name: string, content: string): Promise<string> {
    const path = resolve(folder, name);
    await writeFile(path, content);
    return path;
  }

  it.each(SECRETS.flatMap((name) => ["\n", "\r\n", ""].map((end) => [name, end] as const)))(
    "%s is as good as in the environment, and the end of its line (%j) is no part of it",
    async (name, end) => {
      const { [name]: value, ...others } = WHOLE;
      const path = await fileOf(name, `${value}${end}`);
      const plain = (source: Record<string, string>) => {
        const { alipay, ...rest } = parseEnv(source);
        const [account] = alipay.accounts;
        const keys = [account.privateKey, ...account.publicKeys].map((key) => key.export({ format: "jwk" }));
        return { ...rest, keys };
      };
      expect(plain({ ...others, [name]: "", [`${name}_FILE`]: path })).toEqual(plain(WHOLE));
    },
  );

  it("a key in a file is a PEM as it was made", async () => {
    const path = await fileOf("pem", PKCS8);
    const source = { ...COMPLETE, ALIPAY_PRIVATE_KEY: undefined, ALIPAY_PRIVATE_KEY_FILE: path };
    expect(parseEnv(source).alipay.accounts[0].privateKey.equals(privateKey)).toBe(true);
  });

  describe("of merchant accounts", () => {
    const { ALIPAY_APP_ID: appId, ALIPAY_SELLER_ID: sellerId, ALIPAY_PRIVATE_KEY, ALIPAY_PUBLIC_KEY } = COMPLETE;
    const one = { appId, sellerId, privateKey: ALIPAY_PRIVATE_KEY, alipayPublicKey: ALIPAY_PUBLIC_KEY };
    const two = { ...one, appId: "2021000000000002", sellerId: "2088000000000002", active: true };
    const none = { ALIPAY_APP_ID: "", ALIPAY_SELLER_ID: "", ALIPAY_PRIVATE_KEY: "", ALIPAY_PUBLIC_KEY: "" };
    const withFile = async (accounts: object, others: object = none) => {
      return { ...COMPLETE, ...others, ALIPAY_ACCOUNTS_FILE: await fileOf("accounts", JSON.stringify(accounts)) };
    };

    it("stands for the four settings, and wins over what is left of them", async () => {
      for (const others of [none, {}]) {
        const { accounts } = parseEnv(await withFile([one, two], others)).alipay;
        expect(accounts.map((account) => account.appId)).toEqual([two.appId, one.appId]);
      }
    });

    it("is refused where what is left of them names another account, seller or key", async () => {
      expect(problemsOf(await withFile([two], {}))).toEqual(
        Object.keys(none).map(
          (name) => expect.stringMatching(new RegExp(`^${name}：与 ALIPAY_ACCOUNTS_FILE 不一致`)) as string,
        ),
      );
      const other = { ALIPAY_SELLER_ID: "2088000000000009", ALIPAY_PUBLIC_KEY: "x" };
      expect(problemsOf(await withFile([one, two], other))).toHaveLength(2);
    });

    it("is named in the one list with all else", async () => {
      const source = { ...COMPLETE, ...none, CRON_SECRET: "", ALIPAY_ACCOUNTS_FILE: "/nowhere/accounts.json" };
      expect(problemsOf(source)).toEqual([
        "CRON_SECRET：没有设置",
        "ALIPAY_ACCOUNTS_FILE：读不到 /nowhere/accounts.json（ENOENT）",
      ]);
    });
  });

  it("is named in the one list when it is given twice, cannot be read, or is empty or malformed", async () => {
    const source = {
      ...WHOLE,
      APP_URL: "",
      NEXTAUTH_SECRET_FILE: await fileOf("twice", "s".repeat(32)),
      CRON_SECRET: "",
      CRON_SECRET_FILE: "/nonexistent/secret",
      DATABASE_URL: "",
      DATABASE_URL_FILE: await fileOf("empty", "\n"),
      SMTP_URL: "",
      SMTP_URL_FILE: folder,
      REDIS_URL: "",
      REDIS_URL_FILE: await fileOf("wrong", "http://127.0.0.1\n"),
    };
    expect(problemsOf(source)).toEqual([
      "APP_URL：没有设置",
      expect.stringMatching(/^REDIS_URL：/),
      `DATABASE_URL_FILE：${resolve(folder, "empty")} 是空的`,
      "NEXTAUTH_SECRET：与 NEXTAUTH_SECRET_FILE 只能设置一个",
      "CRON_SECRET_FILE：读不到 /nonexistent/secret（ENOENT）",
      `SMTP_URL_FILE：读不到 ${folder}（EISDIR）`,
    ]);
  });

  it("holds the database's address for the commands that need nothing else", async () => {
    vi.stubEnv("DATABASE_URL", "");
    vi.stubEnv("DATABASE_URL_FILE", await fileOf("address", `${WHOLE.DATABASE_URL}\n`));
    vi.stubEnv("CRON_SECRET_FILE", "/nonexistent/secret");
    expect(databaseEnv().databaseUrl).toBe(WHOLE.DATABASE_URL);
    vi.stubEnv("DATABASE_URL_FILE", "/nonexistent/address");
    expect(databaseEnv).toThrow("DATABASE_URL_FILE：读不到 /nonexistent/address（ENOENT）");
  });
});

describe("a parameter of the database's address that would be ignored", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ["schema=shop", "schema"],
    ["schema=public&schema=shop", "schema"],
    ["sslaccept=strict", "sslaccept"],
    ["sslidentity=client.p12&sslmode=require", "sslidentity"],
    ["sslpassword=x", "sslpassword"],
  ])("%s is refused, for every command", (parameters, name) => {
    const address = `${COMPLETE.DATABASE_URL}?${parameters}`;
    const problem = new RegExp(`^DATABASE_URL：地址里的参数 ${name} 不起作用：.`);
    expect(problemsOf({ ...COMPLETE, DATABASE_URL: address })).toEqual([expect.stringMatching(problem)]);
    vi.stubEnv("DATABASE_URL", address);
    expect(databaseEnv).toThrow(`地址里的参数 ${name} 不起作用`);
  });

  it.each([
    "schema=public",
    "sslmode=require",
    "options=-c%20geqo%3Doff",
    "connection_limit=5&pgbouncer=true&constructor=x",
  ])("%s is taken", (parameters) => {
    const address = `${COMPLETE.DATABASE_URL}?${parameters}`;
    expect(parseEnv({ ...COMPLETE, DATABASE_URL: address }).databaseUrl).toBe(address);
  });
});
