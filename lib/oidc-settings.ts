import { z } from "zod";
import { LOOPBACK } from "./core/loopback.ts";

/** The product's own OpenID provider, by which its users sign in (docs/rules.md R160). */
export interface OidcEnv {
  /** As its tokens name it, to the letter. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people call it: the button says "用 … 账户登录". */
  readonly name: string;
}

const issuer = z
  .url({ protocol: /^https?$/, error: "应为 https:// 开头的地址" })
  .max(255)
  .superRefine((text, context) => {
    if (!URL.canParse(text)) return;
    const { protocol, hostname, username, search, hash } = new URL(text);
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (protocol === "http:" && !LOOPBACK.has(hostname)) refuse("除本机地址外必须使用 https");
    if (username || search || hash || /[?#]$/.test(text)) refuse("不能带用户名、? 或 #");
  });

/** What the environment may say of it. */
export const oidcSettings = {
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().max(255).optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().trim().min(1, "不能是空白").max(20, "最多 20 个字").optional(),
};

type Values = { readonly [Name in keyof typeof oidcSettings]?: string | undefined };

const NAMES = Object.keys(oidcSettings) as (keyof typeof oidcSettings)[];

/** Those that are missing where others are set. `unread`: secrets whose file could not be read; something else names them. */
export function oidcProblems(
  given: Readonly<Record<string, string | undefined>>,
  unread: ReadonlyMap<string, string>,
): string[] {
  const missing = NAMES.filter((name) => given[name] === undefined);
  if (missing.length === NAMES.length && !unread.has("OIDC_CLIENT_SECRET")) return [];
  const rule = `没有设置；${NAMES.slice(0, -1).join("、")} 与 ${NAMES.at(-1)} 要么都配置，要么都不配置`;
  return missing.filter((name) => !unread.has(name)).map((name) => `${name}：${rule}`);
}

/** null: none is configured. */
export function oidcOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME }: Values): OidcEnv | null {
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET || !OIDC_NAME) return null;
  return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, name: OIDC_NAME };
}

/** Where the provider describes itself (OpenID Connect Discovery 1.0, section 4). */
export function discoveryOf(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}
