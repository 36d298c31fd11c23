import { describe, expect, test } from "vitest";
import { webviewOf } from "./webview.ts";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const XIAOMI =
  "Mozilla/5.0 (Linux; Android 12; M2012K11AC Build/SKQ1.220303.001; wv) AppleWebKit/537.36 (KHTML, like Gecko)";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";

describe("does not open the cashier", () => {
  test.each([
    [
      "WeChat, iPhone",
      `${IPHONE} Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN`,
      "wechat",
      "phone",
    ],
    [
      "WeChat, Android",
      `${XIAOMI} Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240404 MMWEBID/9203 MicroMessenger/8.0.49.2600(0x2800315A) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64`,
      "wechat",
      "phone",
    ],
    [
      "WeChat, Android, the engine that it shares with QQ Browser",
      `${XIAOMI} Version/4.0 Chrome/57.0.2987.132 MQQBrowser/6.2 TBS/044306 Mobile Safari/537.36 MicroMessenger/6.6.7.1320(0x26060739) NetType/WIFI Language/zh_CN`,
      "wechat",
      "phone",
    ],
    [
      "WeChat, a page in a mini program, Android",
      `${XIAOMI} Version/4.0 Chrome/122.0.6261.120 Mobile Safari/537.36 XWEB/1220089 MMWEBSDK/20240404 MMWEBID/8150 MicroMessenger/8.0.49.2600(0x28003156) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64 miniProgram/wxba9855bdb1a45c8e`,
      "wechat",
      "link",
    ],
    [
      "WeChat, Windows",
      `${WINDOWS} Chrome/126.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c37) XWEB/14315 Flue`,
      "wechat",
      "desktop",
    ],
    [
      "WeChat, Mac",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_16) AppleWebKit/605.1.15 (KHTML, like Gecko) MicroMessenger/6.8.0(0x16080000) MacWechat/3.0.1(0x13000110) NetType/WIFI WindowsWechat",
      "wechat",
      "desktop",
    ],
    [
      "WeChat, a page in a mini program, Mac",
      `${MAC} Chrome/132.0.0.0 Safari/537.36 MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Mac MacWechat/WMPF MacWechat/3.8.7(0x13080712) UnifiedPCMacWechat(0xf2641210) XWEB/16816`,
      "wechat",
      "link",
    ],
    [
      "WeCom, iPhone",
      `${IPHONE}  Mobile/15E148 wxwork/3.1.16 MicroMessenger/7.0.1 Language/zh ColorScheme/Dark`,
      "wecom",
      "phone",
    ],
    [
      "WeCom, Android",
      `${XIAOMI} Version/4.0 Chrome/57.0.2987.132 MQQBrowser/6.2 TBS/044409 Mobile Safari/537.36 wxwork/2.7.2 MicroMessenger/6.3.22 NetType/WIFI Language/zh`,
      "wecom",
      "phone",
    ],
    [
      "QQ, iPhone",
      `${IPHONE} Mobile/15E148 QQ/9.3.0.612 V1_IPH_SQ_9.3.0_1_APP_A Pixel/1179 MiniAppEnable SimpleUISwitch/1 QQTheme/2971 AppId/537359287 Core/WKWebView Device/Apple(iPhone X) NetType/WIFI QBWebViewType/1 WKType/1`,
      "qq",
      "phone",
    ],
    [
      "QQ, Android",
      `${XIAOMI} Version/4.0 Chrome/109.0.5414.86 MQQBrowser/6.2 TBS/046613 Mobile Safari/537.36 V1_AND_SQ_8.9.80_4614_YYB_D QQ/8.9.80.12440 NetType/WIFI WebP/0.3.0 AppId/537176868 Pixel/1080`,
      "qq",
      "phone",
    ],
    [
      "QQ, Windows",
      `${WINDOWS} QQ/9.9.15-27187 Chrome/126.0.6478.36 Electron/31.0.1 Safari/537.36 OS/win32,x64,10.0.22631,Windows 11 Home China`,
      "qq",
      "desktop",
    ],
  ] as const)("%s", (_, userAgent, app, wayOut) => {
    expect(webviewOf(userAgent)).toEqual({ app, wayOut });
  });
});

describe("opens the cashier, or is not known to refuse it", () => {
  test.each([
    ["Safari, iPhone", `${IPHONE} Version/17.1 Mobile/15E148 Safari/604.1`],
    [
      "Chrome, Android",
      "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36",
    ],
    ["Chrome, Windows", `${WINDOWS} Chrome/132.0.0.0 Safari/537.36`],
    [
      "QQ Browser, Android",
      "Mozilla/5.0 (Linux; U; Android 11; zh-cn; PDHM00 Build/RKQ1.200710.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/77.0.3865.120 MQQBrowser/11.2 Mobile Safari/537.36 COVC/045517",
    ],
    [
      "QQ Browser, iPhone",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 MQQBrowser/13.0.1 Mobile/15E148 Safari/604.1 QBWebViewUA/2 QBWebViewType/1 WKType/1",
    ],
    ["QQ Browser, Windows", `${WINDOWS} Chrome/53.0.2785.116 Safari/537.36 QBCore/4.0.1301.400 QQBrowser/9.0.2524.400`],
    [
      "UC, Android",
      "Mozilla/5.0 (Linux; U; Android 8.1.0; en-US; CPH1803 Build/OPM1.171019.026) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.2987.108 UCBrowser/13.2.5.1300 Mobile Safari/537.36",
    ],
    [
      "Alipay, Android",
      `${XIAOMI} Version/4.0 Chrome/69.0.3497.100 UWS/3.22.2.66 Mobile Safari/537.36 UCBS/3.22.2.66_230817192043 ChannelId(8) NebulaSDK/1.8.100112 Nebula AlipayDefined(nt:WIFI,ws:393|0|2.75) AliApp(AP/10.5.26.8000) AlipayClient/10.5.26.8000 Language/zh-Hans`,
    ],
    [
      "Alipay, iPhone",
      `${IPHONE} Mobile/16C101 NebulaSDK/1.8.100112 Nebula WK PSDType(1) AlipayDefined(nt:4G,ws:375|603|2.0) AliApp(AP/10.1.65.6000) AlipayClient/10.1.65.6000 Alipay Language/zh-Hans`,
    ],
    [
      "DingTalk, iPhone",
      `${IPHONE} Mobile/23E246 AliApp(DingTalk/7.8.1) com.laiwang.DingTalk/46766536 Channel/201200 language/zh-Hans-CN UT4Aplus/0.0.6 WK`,
    ],
    ["Weibo, iPhone", `${IPHONE} Mobile/15E148 Weibo (iPhone14,3__weibo__13.7.0__iphone__os16.6)`],
    [
      "Baidu, Android",
      `${XIAOMI} Version/4.0 Chrome/97.0.4692.98 Mobile Safari/537.36 T7/13.32 SP-engine/2.70.0 baiduboxapp/13.32.0.10 (Baidu; P1 12) NABar/1.0`,
    ],
    [
      "a phone whose model has QQ in its name",
      "Mozilla/5.0 (Linux; Android 13; AQQ100) AppleWebKit/537.36 Chrome/119.0.0.0 Mobile Safari/537.36",
    ],
    ["nobody", ""],
  ])("%s", (_, userAgent) => {
    expect(webviewOf(userAgent)).toBeNull();
  });
});
