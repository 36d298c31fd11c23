import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";

/** The environment, parsed once. Names and rules: .env.example. */
export interface Env {
  readonly databaseUrl: string;
  /** Public origin without a trailing slash. */
  readonly appUrl: string;
  readonly sessionSecret: string;
  readonly cronSecret: string;
  readonly alipay: {
    readonly appId: string;
    readonly sellerId: string;
    readonly gateway: string;
    readonly privateKey: KeyObject;
    readonly publicKey: KeyObject;
  };
  readonly redisUrl: string | null;
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  readonly maxOpenOrders: number;
  readonly refundAutoLimitFen: number;
  /** How many proxies stand in front, each of which appends to X-Forwarded-For. */
  readonly trustedProxies: number;
  readonly isProduction: boolean;
  /** The gateway is a local Alipay: nothing is sold for money here. */
  readonly isDemo: boolean;
}

/** Lists all problems, not only the first one. */
export class EnvError extends Error {
  override readonly name = "EnvError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`环境变量有 ${problems.length} 处问题：\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

type KeyReader = (input: { key: Buffer; format: "der"; type: "pkcs8" | "pkcs1" | "spki" }) => KeyObject;

/** Reads a key given as PEM (real or `\n`-escaped line ends) or as bare base64, in either ASN.1 wrapping. */
function readKey(text: string, read: KeyReader, types: readonly ("pkcs8" | "pkcs1" | "spki")[]): KeyObject | null {
  const der = Buffer.from(
    text
      .replaceAll("\\n", "\n")
      .replace(/-----[A-Z ]+-----/g, "")
      .replace(/\s+/g, ""),
    "base64",
  );
  for (const type of types) {
    try {
      const key = read({ key: der, format: "der", type });
      if (key.asymmetricKeyType === "rsa" && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return key;
    } catch {
      // Not this encoding; try the next one.
    }
  }
  return null;
}

function readPrivateKey(text: string): KeyObject | null {
  const read: KeyReader = (input) => createPrivateKey(input as Parameters<typeof createPrivateKey>[0]);
  return readKey(text, read, ["pkcs8", "pkcs1"]);
}

const privateKey = z.string().transform((text, context) => {
  const key = readPrivateKey(text);
  if (!key)
    context.addIssue({ code: "custom", message: "不是 2048 位以上的 RSA 私钥（PEM 或纯 base64，PKCS8 或 PKCS1）" });
  return key ?? z.NEVER;
});

const publicKey = z.string().transform((text, context) => {
  // createPublicKey also accepts a private key and derives from it; a private key must not be accepted as a public one.
  const key = readPrivateKey(text)
    ? null
    : readKey(text, (input) => createPublicKey(input as Parameters<typeof createPublicKey>[0]), ["spki", "pkcs1"]);
  if (!key) context.addIssue({ code: "custom", message: "不是 2048 位以上的 RSA 公钥（支付宝公钥，PEM 或纯 base64）" });
  return key ?? z.NEVER;
});

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

const appUrl = z.url({ protocol: /^https?$/ }).transform((text, context) => {
  const url = new URL(text);
  if (url.protocol === "http:" && !LOOPBACK.has(url.hostname))
    context.addIssue({ code: "custom", message: "除本机地址外必须使用 https" });
  return url.origin;
});

const secret = z.string().min(32, "至少 32 个字符");

function positiveInt(max: number, fallback: number) {
  const words = `应为 1 到 ${max} 的整数`;
  return z
    .string()
    .regex(/^[1-9]\d{0,8}$/, words)
    .transform(Number)
    .refine((value) => value <= max, words)
    .default(fallback);
}

/** The slot number of an unpaid order (decision 2) is a smallint. */
const MOST_OPEN_ORDERS = 32_767;

/** More than anybody has. 0 is none of them: what the socket says does not reach the handlers of Next. */
const MOST_PROXIES = 16;

const databaseAddress = z.url({ protocol: /^postgres(ql)?$/, error: "应为 postgresql:// 开头的连接地址" });

const schema = z.object({
  DATABASE_URL: databaseAddress,
  APP_URL: appUrl,
  NEXTAUTH_SECRET: secret,
  CRON_SECRET: secret,
  ALIPAY_APP_ID: z.string().regex(/^\d{16,32}$/, "应为开放平台的应用号（16 位数字）"),
  ALIPAY_SELLER_ID: z.string().regex(/^2088\d{12}$/, "应为 2088 开头的 16 位商户号"),
  ALIPAY_PRIVATE_KEY: privateKey,
  ALIPAY_PUBLIC_KEY: publicKey,
  ALIPAY_GATEWAY: z.url({ protocol: /^https?$/ }).default("https://openapi.alipay.com/gateway.do"),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  MAX_OPEN_ORDERS: positiveInt(MOST_OPEN_ORDERS, 20),
  REFUND_AUTO_LIMIT_FEN: positiveInt(999_999_999, 20_000),
  TRUSTED_PROXIES: positiveInt(MOST_PROXIES, 1),
  NODE_ENV: z.string().optional(),
});

type Given = Readonly<Record<string, string | undefined>>;

/** Checked on the raw input, so that the list is complete also when parsing failed. */
function mailProblems({ SMTP_URL: server, MAIL_FROM: sender }: Given): string[] {
  if ((server === undefined) === (sender === undefined)) return [];
  return [`${server === undefined ? "SMTP_URL" : "MAIL_FROM"}：SMTP_URL 与 MAIL_FROM 要么都配置，要么都不配置`];
}

/** Reads an environment; throws EnvError with every problem. An empty value counts as absent. */
export function parseEnv(source: Given): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const name = path.join(".");
    return `${name}：${given[name] === undefined ? "没有设置" : message}`;
  });
  problems.push(...mailProblems(given));
  if (!parsed.success || problems.length > 0) throw new EnvError(problems);
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL,
    appUrl: value.APP_URL,
    sessionSecret: value.NEXTAUTH_SECRET,
    cronSecret: value.CRON_SECRET,
    alipay: {
      appId: value.ALIPAY_APP_ID,
      sellerId: value.ALIPAY_SELLER_ID,
      gateway: value.ALIPAY_GATEWAY,
      privateKey: value.ALIPAY_PRIVATE_KEY,
      publicKey: value.ALIPAY_PUBLIC_KEY,
    },
    redisUrl: value.REDIS_URL ?? null,
    mail: value.SMTP_URL && value.MAIL_FROM ? { smtpUrl: value.SMTP_URL, from: value.MAIL_FROM } : null,
    maxOpenOrders: value.MAX_OPEN_ORDERS,
    refundAutoLimitFen: value.REFUND_AUTO_LIMIT_FEN,
    trustedProxies: value.TRUSTED_PROXIES,
    isProduction: value.NODE_ENV === "production",
    isDemo: LOOPBACK.has(new URL(value.ALIPAY_GATEWAY).hostname),
  };
}

let parsed: Env | undefined;

/** The process's environment. Lazy, so that `next build` needs none; instrumentation.ts calls it at start. */
export function env(): Env {
  if (!parsed) {
    parsed = parseEnv(process.env);
    // next-auth reads its own public address from here and nowhere else.
    process.env.NEXTAUTH_URL = parsed.appUrl;
  }
  return parsed;
}

/** The database's address alone, for the commands of an operator that need nothing else. Throws EnvError. */
export function databaseUrl(): string {
  const given = databaseAddress.safeParse(process.env.DATABASE_URL);
  if (!given.success)
    throw new EnvError([`DATABASE_URL：${process.env.DATABASE_URL ? given.error.issues[0]!.message : "没有设置"}`]);
  return given.data;
}
