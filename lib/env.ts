import { readFileSync } from "node:fs";
import { z } from "zod";
import { appId, readAccounts, sellerId, type AlipayAccounts } from "./alipay-accounts.ts";
import { LOOPBACK } from "./core/loopback.ts";
import { MINUTE_MS } from "./core/time.ts";
import { privateKey, publicKey } from "./keys.ts";
import { oidcOf, oidcProblems, oidcSettings, type OidcEnv } from "./oidc-settings.ts";

/** How a process connects to the database. */
export interface DatabaseEnv {
  readonly databaseUrl: string;
  /** How many connections it holds at most. */
  readonly poolMax: number;
  /** transaction: a pooler in front lends a connection for one transaction, and nothing may outlive it. */
  readonly poolMode: "session" | "transaction";
}

/** The environment, parsed once. Names and rules: .env.example. */
export interface Env extends DatabaseEnv {
  /** Public origin without a trailing slash. */
  readonly appUrl: string;
  readonly sessionSecret: string;
  readonly cronSecret: string;
  readonly alipay: {
    readonly gateway: string;
    /** The merchant accounts whose keys we hold. The first is the active one: new payments are opened with it. */
    readonly accounts: AlipayAccounts;
    /** Phones get the phone cashier. Off: the merchant has signed 电脑网站支付 alone. */
    readonly hasPhoneCashier: boolean;
  };
  readonly redisUrl: string | null;
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  /** The product's own OpenID provider. null: people sign in with a password alone. */
  readonly oidc: OidcEnv | null;
  readonly maxOpenOrders: number;
  readonly refundAutoLimitFen: number;
  /** Life of an unpaid order, in ms. */
  readonly orderLifeMs: number;
  /** How many proxies stand in front, each of which appends to X-Forwarded-For. */
  readonly trustedProxies: number;
  /** Events may be sent by http and to private addresses: only where the shop itself is on this machine. */
  readonly mayReachPrivate: boolean;
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

const appUrl = z.url({ protocol: /^https?$/ }).transform((text, context) => {
  const url = new URL(text);
  if (url.protocol === "http:" && !LOOPBACK.has(url.hostname))
    context.addIssue({ code: "custom", message: "除本机地址外必须使用 https" });
  return url.origin;
});

const secret = z.string().min(32, "至少 32 个字符");

function positiveInt(max: number, fallback: number) {
  return wholeNumber(1, max, fallback);
}

function wholeNumber(min: number, max: number, fallback: number) {
  const words = `应为 ${min} 到 ${max} 的整数`;
  return z
    .string()
    .regex(/^[1-9]\d{0,8}$/, words)
    .transform(Number)
    .refine((value) => value >= min && value <= max, words)
    .default(fallback);
}

/** The slot number of an unpaid order (decision 2) is a smallint. */
const MOST_OPEN_ORDERS = 32_767;

/** More than anybody has. 0 is none of them: what the socket says does not reach the handlers of Next. */
const MOST_PROXIES = 16;

/**
 * Parameters of an address that Prisma knows and pg, which connects, ignores: whoever sets them believes in other tables or
 * another check of the server than there is. Beside each, what does it instead.
 */
const REFUSED_PARAMETERS: Readonly<Record<string, string>> = {
  schema: "表总在默认的 schema（public）里，两套账要用两个数据库",
  sslaccept: "改用 sslmode=verify-full 或 sslmode=no-verify",
  sslidentity: "改用 sslcert 与 sslkey",
  sslpassword: "改用 sslcert 与没有口令的 sslkey",
};

/** As above, but they only tune: nothing goes wrong without them. */
export const IGNORED_PARAMETERS = [
  "connection_limit",
  "pool_timeout",
  "pgbouncer",
  "statement_cache_size",
  "connect_timeout",
  "socket_timeout",
  "max_connection_lifetime",
  "max_idle_connection_lifetime",
];

const databaseAddress = z
  .url({ protocol: /^postgres(ql)?$/, error: "应为 postgresql:// 开头的连接地址" })
  .superRefine((text, context) => {
    if (!URL.canParse(text)) return;
    const refused = [...new URL(text).searchParams].filter(
      ([name, value]) => Object.hasOwn(REFUSED_PARAMETERS, name) && !(name === "schema" && value === "public"),
    );
    for (const [name] of refused)
      context.addIssue({ code: "custom", message: `地址里的参数 ${name} 不起作用：${REFUSED_PARAMETERS[name]}` });
  });

/** More than any server lends to one process. */
const MOST_CONNECTIONS = 1_000;

const DATABASE = {
  DATABASE_URL: databaseAddress,
  DATABASE_POOL_MAX: positiveInt(MOST_CONNECTIONS, 10),
  DATABASE_POOL_MODE: z.enum(["session", "transaction"], "应为 session 或 transaction").default("session"),
};

const schema = z.object({
  ...DATABASE,
  APP_URL: appUrl,
  NEXTAUTH_SECRET: secret,
  CRON_SECRET: secret,
  ALIPAY_ACCOUNTS_FILE: z.string().optional(),
  ALIPAY_GATEWAY: z.url({ protocol: /^https?$/ }).default("https://openapi.alipay.com/gateway.do"),
  ALIPAY_WAP: z.enum(["on", "off"], "应为 on 或 off").default("on"),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  ...oidcSettings,
  MAX_OPEN_ORDERS: positiveInt(MOST_OPEN_ORDERS, 20),
  REFUND_AUTO_LIMIT_FEN: positiveInt(999_999_999, 20_000),
  ORDER_LIFE_MINUTES: wholeNumber(5, 1440, 30),
  TRUSTED_PROXIES: positiveInt(MOST_PROXIES, 1),
  WEBHOOK_ALLOW_PRIVATE: z.enum(["0", "1"], "应为 0 或 1").default("0"),
  NODE_ENV: z.string().optional(),
});

/** Whoever may add a place for events would reach every machine of the operator's network. */
function reachProblems({ APP_URL: shop, WEBHOOK_ALLOW_PRIVATE: allows }: Given): string[] {
  const isHere = shop !== undefined && URL.canParse(shop) && LOOPBACK.has(new URL(shop).hostname);
  return allows === "1" && !isHere ? ["WEBHOOK_ALLOW_PRIVATE：只有 APP_URL 是本机地址时才能打开"] : [];
}

/** The one merchant account of a shop that has no file of accounts. */
const oneAccount = z.object({
  ALIPAY_APP_ID: appId,
  ALIPAY_SELLER_ID: sellerId,
  ALIPAY_PRIVATE_KEY: privateKey,
  ALIPAY_PUBLIC_KEY: publicKey,
});

type Given = Readonly<Record<string, string | undefined>>;

/** What may be given as `NAME_FILE`, a file that holds it, in place of `NAME`. */
export const SECRETS = [
  "DATABASE_URL",
  "NEXTAUTH_SECRET",
  "CRON_SECRET",
  "ALIPAY_PRIVATE_KEY",
  "ALIPAY_PUBLIC_KEY",
  "REDIS_URL",
  "SMTP_URL",
  "OIDC_CLIENT_SECRET",
] as const;

/** `problems`: those of secrets whose value is not known, by the secret's name. */
interface Values {
  readonly given: Record<string, string>;
  readonly problems: ReadonlyMap<string, string>;
}

/** The values of an environment, with the secrets of `secrets` from their files. An empty value counts as absent. */
export function readValues(source: Given, secrets: readonly (typeof SECRETS)[number][] = SECRETS): Values {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) if (value) given[name] = value;
  const problems = new Map<string, string>();
  for (const name of secrets) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    try {
      const value = readFileSync(path, "utf8").replace(/[\r\n]+$/, "");
      if (name in given) problems.set(name, `${name}：与 ${name}_FILE 只能设置一个`);
      else if (value === "") problems.set(name, `${name}_FILE：${path} 是空的`);
      else given[name] = value;
    } catch (error) {
      problems.set(name, `${name}_FILE：读不到 ${path}（${(error as NodeJS.ErrnoException).code}）`);
    }
  }
  return { given, problems };
}

/** Checked on the raw input, so that the list is complete also when parsing failed. */
function mailProblems({ SMTP_URL: server, MAIL_FROM: sender }: Given): string[] {
  if ((server === undefined) === (sender === undefined)) return [];
  return [`${server === undefined ? "SMTP_URL" : "MAIL_FROM"}：SMTP_URL 与 MAIL_FROM 要么都配置，要么都不配置`];
}

const ONE_ACCOUNT = Object.keys(oneAccount.shape) as (keyof typeof oneAccount.shape)[];

/** The accounts of the file, or the one of the four settings; `problems` where there are none to be had. */
function accountsOf(
  given: Given,
  unread: ReadonlyMap<string, string>,
): { accounts?: AlipayAccounts; problems: string[] } {
  const path = given.ALIPAY_ACCOUNTS_FILE;
  if (path !== undefined) {
    const read = readAccounts(path);
    if ("problems" in read) return { problems: read.problems.map((problem) => `ALIPAY_ACCOUNTS_FILE：${problem}`) };
    return { accounts: read.accounts, problems: conflictsOf(given, read.accounts) };
  }
  const parsed = oneAccount.safeParse(given);
  if (!parsed.success) return { problems: problemsOf(parsed.error, given, unread) };
  const { ALIPAY_APP_ID, ALIPAY_SELLER_ID, ALIPAY_PRIVATE_KEY, ALIPAY_PUBLIC_KEY } = parsed.data;
  const account = { appId: ALIPAY_APP_ID, sellerId: ALIPAY_SELLER_ID, privateKey: ALIPAY_PRIVATE_KEY };
  return { accounts: [{ ...account, publicKeys: [ALIPAY_PUBLIC_KEY], certificates: null }], problems: [] };
}

/** The file wins. Of the four settings, those that are left over must say the same: else an account would be lost unnoticed. */
function conflictsOf(given: Given, accounts: AlipayAccounts): string[] {
  const known = accounts.find((account) => account.appId === given.ALIPAY_APP_ID);
  const own = privateKey.safeParse(given.ALIPAY_PRIVATE_KEY).data;
  const theirs = publicKey.safeParse(given.ALIPAY_PUBLIC_KEY).data;
  const agrees: Readonly<Record<(typeof ONE_ACCOUNT)[number], boolean>> = {
    ALIPAY_APP_ID: known !== undefined,
    ALIPAY_SELLER_ID: known?.sellerId === given.ALIPAY_SELLER_ID,
    ALIPAY_PRIVATE_KEY: own !== undefined && known?.privateKey.equals(own) === true,
    ALIPAY_PUBLIC_KEY: theirs !== undefined && known?.publicKeys.some((key) => key.equals(theirs)) === true,
  };
  return ONE_ACCOUNT.filter((name) => given[name] !== undefined && !agrees[name]).map(
    (name) => `${name}：与 ALIPAY_ACCOUNTS_FILE 不一致；用了文件，就去掉这一项，或把这个账户写进文件`,
  );
}

function problemsOf(error: z.ZodError | undefined, given: Given, unread: ReadonlyMap<string, string>): string[] {
  const issues = (error?.issues ?? []).map(({ path, message }) => ({ name: path.join("."), message }));
  return issues
    .filter(({ name }) => !unread.has(name))
    .map(({ name, message }) => `${name}：${given[name] === undefined ? "没有设置" : message}`);
}

/** Reads an environment, and the files that it names for secrets and accounts; throws EnvError with every problem. */
export function parseEnv(source: Given): Env {
  const { given, problems: unread } = readValues(source);
  const parsed = schema.safeParse(given);
  const { accounts, problems: accountProblems } = accountsOf(given, unread);
  const problems = [...problemsOf(parsed.error, given, unread), ...accountProblems];
  problems.push(...unread.values(), ...(unread.has("SMTP_URL") ? [] : mailProblems(given)), ...reachProblems(given));
  problems.push(...oidcProblems(given, unread));
  if (!parsed.success || !accounts || problems.length > 0) throw new EnvError(problems);
  const value = parsed.data;
  return {
    ...databaseOf(value),
    appUrl: value.APP_URL,
    sessionSecret: value.NEXTAUTH_SECRET,
    cronSecret: value.CRON_SECRET,
    alipay: { gateway: value.ALIPAY_GATEWAY, accounts, hasPhoneCashier: value.ALIPAY_WAP === "on" },
    redisUrl: value.REDIS_URL ?? null,
    mail: value.SMTP_URL && value.MAIL_FROM ? { smtpUrl: value.SMTP_URL, from: value.MAIL_FROM } : null,
    oidc: oidcOf(value),
    maxOpenOrders: value.MAX_OPEN_ORDERS,
    refundAutoLimitFen: value.REFUND_AUTO_LIMIT_FEN,
    orderLifeMs: value.ORDER_LIFE_MINUTES * MINUTE_MS,
    trustedProxies: value.TRUSTED_PROXIES,
    mayReachPrivate: value.WEBHOOK_ALLOW_PRIVATE === "1",
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

function databaseOf(value: z.infer<z.ZodObject<typeof DATABASE>>): DatabaseEnv {
  const { DATABASE_URL: databaseUrl, DATABASE_POOL_MAX: poolMax, DATABASE_POOL_MODE: poolMode } = value;
  return { databaseUrl, poolMax, poolMode };
}

/** What concerns the database alone, for the commands of an operator that need nothing else. Throws EnvError. */
export function databaseEnv(): DatabaseEnv {
  const { given, problems } = readValues(process.env, ["DATABASE_URL"]);
  const parsed = z.object(DATABASE).safeParse(given);
  if (problems.size > 0) throw new EnvError([...problems.values()]);
  if (parsed.success) return databaseOf(parsed.data);
  throw new EnvError(
    parsed.error.issues.map(
      ({ path: [name], message }) => `${String(name)}：${given[String(name)] ? message : "没有设置"}`,
    ),
  );
}
