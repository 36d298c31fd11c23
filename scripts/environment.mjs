// What a process of ours gets to see of the caller's shell. Plain JavaScript: bootstrap.mjs needs it before anything is installed.

/** Describes the machine and its user: where programs and files are. None of our programs decides anything by them. */
const MACHINE = ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TMP", "TEMP", "TERM", "CI", "XDG_CACHE_HOME"];

/** The same on Windows, which starts no program without some of them. */
const WINDOWS = [
  "SystemRoot",
  "SystemDrive",
  "ComSpec",
  "PATHEXT",
  "USERPROFILE",
  "USERNAME",
  "APPDATA",
  "LOCALAPPDATA",
  "ProgramFiles",
  "ProgramData",
];

/**
 * Whether a variable describes the machine. Windows knows no case in their names: what is PATH here may be Path there.
 * @param {string} name
 * @param {NodeJS.Platform} platform
 * @returns {boolean}
 */
export function isOfMachine(name, platform = process.platform) {
  if (platform !== "win32") return MACHINE.includes(name);
  return [...MACHINE, ...WINDOWS].some((known) => known.toUpperCase() === name.toUpperCase());
}

/** How this machine reaches the outside: proxies, certificates, mirrors, and npm's settings. Read by what downloads something. */
const NETWORK =
  /^((https?|all|no)_proxy|node_extra_ca_certs|ssl_cert_(file|dir)|npm_config_.+|playwright_(browsers_path|(.+_)?download_host))$/i;

/** The same everywhere, whatever the shell says: a language and a time zone change what is printed and how text is sorted. */
const FIXED = { LANG: "C.UTF-8", TZ: "Asia/Shanghai" };

/** The configuration of the product, as .env.example documents it. */
export const CONFIGURATION = [
  "DATABASE_URL",
  "DATABASE_POOL_MAX",
  "DATABASE_POOL_MODE",
  "APP_URL",
  "NEXTAUTH_SECRET",
  "CRON_SECRET",
  "ALIPAY_APP_ID",
  "ALIPAY_SELLER_ID",
  "ALIPAY_PRIVATE_KEY",
  "ALIPAY_PUBLIC_KEY",
  "ALIPAY_GATEWAY",
  "REDIS_URL",
  "SMTP_URL",
  "MAIL_FROM",
  "OIDC_ISSUER",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "OIDC_NAME",
  "ALIPAY_WAP",
  "ALIPAY_ACCOUNTS_FILE",
  "ORDER_LIFE_MINUTES",
  "MAX_OPEN_ORDERS",
  "REFUND_AUTO_LIMIT_FEN",
  "TRUSTED_PROXIES",
  "WEBHOOK_ALLOW_PRIVATE",
  "CRON_URL",
  "DATABASE_URL_FILE",
  "NEXTAUTH_SECRET_FILE",
  "CRON_SECRET_FILE",
  "ALIPAY_PRIVATE_KEY_FILE",
  "ALIPAY_PUBLIC_KEY_FILE",
  "REDIS_URL_FILE",
  "SMTP_URL_FILE",
  "OIDC_CLIENT_SECRET_FILE",
];

/**
 * What of the caller's environment fits.
 * @param {(name: string) => boolean} fits
 * @returns {Record<string, string>}
 */
function inherited(fits) {
  const entries = Object.entries(process.env).filter(([name, value]) => value !== undefined && fits(name));
  return /** @type {Record<string, string>} */ (Object.fromEntries(entries));
}

/**
 * The environment of a child: the machine, a fixed language and time zone, and what is given here. Nothing else.
 * @param {Readonly<Record<string, string>>} given
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnv(given = {}) {
  const machine = inherited((name) => isOfMachine(name) || NETWORK.test(name));
  /** @type {Record<string, string>} */
  const env = { ...machine, ...FIXED, ...given };
  // Next's types want NODE_ENV in every environment; whoever needs it gives it.
  return /** @type {NodeJS.ProcessEnv} */ (env);
}

/**
 * The product's configuration, as far as this process has it.
 * @returns {Record<string, string>}
 */
export function configuration() {
  return inherited((name) => CONFIGURATION.includes(name));
}

/**
 * The environment of a command: as any child's, and the variables that this command reads.
 * @param {{ isConfigured: boolean, reads: readonly string[] }} command configured: reads the product's configuration
 * @returns {NodeJS.ProcessEnv}
 */
export function commandEnv({ isConfigured, reads }) {
  return childEnv({ ...(isConfigured ? configuration() : {}), ...inherited((name) => reads.includes(name)) });
}
