import type { WayOut, WebviewApp } from "@/lib/core/webview.ts";

export const APP_NAMES = { wechat: "微信", wecom: "企业微信", qq: "QQ" } as const satisfies Record<WebviewApp, string>;

interface Words {
  /** What to do, in one sentence. */
  readonly step: string;
  readonly note: string | null;
  /** The same for whoever does not see the picture. */
  readonly picture: string;
}

const OTHER_NAMES = "不同版本里，这一项也叫「在 Safari 中打开」或「用默认浏览器打开」。";

export const WAY_WORDS = {
  phone: {
    step: "点右上角的「…」，选「在浏览器打开」。",
    note: OTHER_NAMES,
    picture: "示意图：先点屏幕右上角的三个点，再在下方弹出的菜单里点「在浏览器打开」。",
  },
  desktop: {
    step: "点窗口右上角的「…」，选「用默认浏览器打开」。",
    note: null,
    picture: "示意图：先点窗口右上角的三个点，再在弹出的列表里点「用默认浏览器打开」。",
  },
  link: {
    step: "复制下面的链接，在浏览器的地址栏里粘贴、打开。",
    note: "小程序里的网页不能直接转到浏览器。",
    picture: "示意图：先复制链接，再打开浏览器，把它粘贴到地址栏。",
  },
} as const satisfies Record<WayOut, Words>;
