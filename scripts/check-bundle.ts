/** After a build: nothing that the server alone may know is in what the browser gets. Ends with 1 and a list otherwise. */
import { readdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { runScript } from "./script.ts";
import { ROOT } from "./stages.ts";

/**
 * An RSA private key without its frame: how every PKCS8 and PKCS1 key begins in base64, whatever its length. Two characters
 * and a half hold the length, which differs by a few bytes between two keys of the same size.
 */
const BARE_KEY = /MII[A-Za-z0-9+/]{2}[AQgw]IBA(DANBgkqhkiG9w0B|AK[BC])/;

/** What only the server says. Names of its environment, of its tables, and the beginnings of keys. */
const MARKS: Readonly<Record<string, RegExp>> = {
  "a private key": new RegExp(`-----BEGIN [A-Z ]*PRIVATE KEY|${BARE_KEY.source}`),
  "an environment name":
    /\b(DATABASE_URL|NEXTAUTH_SECRET|CRON_SECRET|ALIPAY_[A-Z_]+|REDIS_URL|SMTP_URL|MAIL_FROM|OIDC_[A-Z_]+)\b/,
  "an address with a password": /\b(postgres(ql)?|rediss?|smtps?):\/\/[^\s"'`]+@/,
  "the server's own code": /\b(ums_member|oms_order|sys_service_key|alipay-sdk|scrypt\$|node:crypto)\b/,
};

/** Every mark found under a folder, as `file: what`. `secrets` are values that must not appear either. */
export async function findLeaks(folder: string, secrets: readonly string[] = []): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  if (files.length === 0) throw new Error(`${folder} 里没有文件：先构建，再检查。`);
  const leaks: string[] = [];
  for (const file of files) {
    const path = resolve(file.parentPath, file.name);
    const name = path.slice(folder.length + 1);
    const text = await readFile(path, "latin1");
    if (name.endsWith(".map")) leaks.push(`${name}: a source map`);
    for (const [what, mark] of Object.entries(MARKS)) if (mark.test(text)) leaks.push(`${name}: ${what}`);
    if (secrets.some((secret) => text.includes(secret))) leaks.push(`${name}: a value of the environment`);
  }
  return leaks;
}

const SECRET_NAMES = [
  "DATABASE_URL",
  "NEXTAUTH_SECRET",
  "CRON_SECRET",
  "ALIPAY_PRIVATE_KEY",
  "REDIS_URL",
  "SMTP_URL",
  "OIDC_CLIENT_SECRET",
];

async function main(): Promise<void> {
  const folder = resolve(ROOT, ".next/static");
  const secrets = SECRET_NAMES.flatMap((name) => process.env[name] || []);
  const leaks = await findLeaks(folder, secrets);
  if (leaks.length) throw new Error(`浏览器拿到的文件里有服务器的东西：\n${leaks.join("\n")}`);
  console.log("浏览器拿到的文件里没有服务器的秘密。");
}

if (import.meta.main) await runScript(main);
