/** A program whose built-in browser does not open Alipay's cashier. */
export type WebviewApp = "wechat" | "wecom" | "qq";

/**
 * How its user gets to a real browser. phone: "…" at the top right, and a sheet from below (the same on iOS and Android) ·
 * desktop: "…" at the top right of the window, and a list under it · link: its menu has no such item.
 */
export type WayOut = "phone" | "desktop" | "link";

export interface Webview {
  readonly app: WebviewApp;
  readonly wayOut: WayOut;
}

/** In this order: WeCom calls itself MicroMessenger too. QQ Browser ("MQQBrowser/") is a browser like others. */
const APPS: readonly (readonly [WebviewApp, RegExp])[] = [
  ["wecom", /\bwxwork\//i],
  ["wechat", /\bMicroMessenger\//i],
  ["qq", /(?:^|[\s;])QQ\/\d/],
];

const PHONE = /Android|iPhone|iPad|Mobile|OpenHarmony|HarmonyOS/i;

/** Which of them shows the page (docs/rules.md R71); null: a browser, or a program that is not known to refuse the cashier. */
export function webviewOf(userAgent: string): Webview | null {
  const app = APPS.find(([, sign]) => sign.test(userAgent))?.[0];
  if (!app) return null;
  // A page inside a mini program: the menu belongs to the mini program and cannot open a browser.
  if (/miniProgram/i.test(userAgent)) return { app, wayOut: "link" };
  return { app, wayOut: PHONE.test(userAgent) ? "phone" : "desktop" };
}
