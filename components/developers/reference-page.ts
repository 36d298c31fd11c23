import type { RememberedMode } from "../shell/theme-mode.ts";

const COLOURS = `
:root { --scalar-custom-header-height: 48px; }
body { margin: 0; }
.light-mode {
  --scalar-background-1: #fff; --scalar-background-2: #f7f5f0; --scalar-background-3: #f1eee6; --scalar-background-accent: #e8f0ec;
  --scalar-color-1: #1c211e; --scalar-color-2: #4c554f; --scalar-color-3: #66706a; --scalar-color-accent: #1f5b4a;
  --scalar-border-color: #e8e4da;
}
.dark-mode {
  --scalar-background-1: #131613; --scalar-background-2: #1a1e1b; --scalar-background-3: #222723; --scalar-background-accent: #21332c;
  --scalar-color-1: #ece9e1; --scalar-color-2: #b4bbb3; --scalar-color-3: #8f988f; --scalar-color-accent: #8ccbb1;
  --scalar-border-color: #2a302c;
}
body { color: var(--scalar-color-1); background: var(--scalar-background-1); font: 14px/1.6 system-ui, sans-serif; }
.bar {
  position: sticky; top: 0; z-index: 20; box-sizing: border-box; height: 48px; padding: 0 20px; line-height: 47px;
  background: var(--scalar-background-1); border-bottom: 1px solid var(--scalar-border-color);
}
.bar a { color: var(--scalar-color-accent); }
.state { padding: 24px 20px; }
@media (max-width: 999px) { .bar { position: static; } :root { --scalar-custom-header-height: 0px; } }`;

/** The viewer asks nobody else for anything, keeps nothing, and sends no request of the API: a key has no place in a browser. */
const SETTINGS = {
  localization: { locale: "zh-CN" },
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  hideTestRequestButton: true,
  hideDarkModeToggle: true,
  hideModels: true,
  documentDownloadType: "none",
  defaultOpenFirstTag: true,
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
};

const ABOUT =
  "给产品自己的后端。每个请求带 `Authorization: Bearer 密钥`；金额单位为分。快速开始、事件、错误码与各种限制见[开发者](/developers)。";

/** Runs in the browser: reads the document, leaves what is for a product's back end, and shows it. */
const show = (settings: object) => `(async () => {
  const state = document.querySelector(".state");
  try {
    const answer = await fetch("/api/openapi.json");
    const { paths, tags, ...rest } = await answer.json();
    const prefix = "产品后端：";
    const ours = Object.entries(paths).filter(([path]) => path.startsWith("/api/v1/"));
    for (const [, methods] of ours)
      for (const operation of Object.values(methods)) operation.tags = operation.tags.map((tag) => tag.replace(prefix, ""));
    const content = {
      ...rest,
      info: { title: "接口参考", version: rest.info.version, description: ${JSON.stringify(ABOUT)} },
      tags: tags.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => ({ name: name.replace(prefix, "") })),
      paths: Object.fromEntries(ours),
    };
    state.remove();
    Scalar.createApiReference("#reference", { ...${JSON.stringify(settings)}, content });
  } catch {
    state.textContent = "没有读到接口说明，请刷新再试。";
  }
})();`;

/** The whole document, in the colours of the shop. `nonce`: of its scripts and styles (decision 71). */
export function referencePage({ nonce, mode: { choice, mode } }: { nonce: string; mode: RememberedMode }): string {
  const settings = { ...SETTINGS, nonce, ...(choice === "system" ? {} : { forceDarkModeState: mode }) };
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>接口参考</title>
<link rel="icon" href="/icon.svg">
<meta property="csp-nonce" nonce="${nonce}" content="${nonce}">
<style nonce="${nonce}">${COLOURS}</style>
</head>
<body class="${mode}-mode">
<header class="bar"><a href="/developers">← 开发者</a></header>
<main id="reference"><p class="state" role="status">正在读取接口说明</p></main>
<noscript><p class="state">这一页需要脚本。不用脚本可以读 <a href="/api/openapi.json">OpenAPI 文档</a>。</p></noscript>
<script nonce="${nonce}" src="/scalar.js"></script>
<script nonce="${nonce}">${show(settings)}</script>
</body>
</html>`;
}
