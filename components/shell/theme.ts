import { theme, type ThemeConfig } from "antd";
import { modeClass, type Mode } from "./theme-mode.ts";

/** Ink on paper, one pine accent, cinnabar for what is gone. Every text colour is at least 4.5 : 1 on every ground it may stand on. */
const PALETTES = {
  light: {
    paper: "#F7F5F0",
    sheet: "#FFFFFF",
    raised: "#FFFFFF",
    line: "#D9D4C8",
    hairline: "#E8E4DA",
    wash: "#F1EEE6",
    ink: "#1C211E",
    inkSoft: "#4C554F",
    inkFaint: "#66706A",
    pine: "#1F5B4A",
    pineWash: "#E8F0EC",
    onPine: "#FFFFFF",
    cinnabar: "#B0392B",
    moss: "#2F6B3F",
    ochre: "#8A5A00",
    slate: "#33567A",
    cinnabarWash: "#FAEDEA",
    ochreWash: "#FAF3E2",
    slateWash: "#EBF0F6",
  },
  dark: {
    paper: "#131613",
    sheet: "#1A1E1B",
    raised: "#222723",
    line: "#3A423C",
    hairline: "#2A302C",
    wash: "#202521",
    ink: "#ECE9E1",
    inkSoft: "#B4BBB3",
    inkFaint: "#8F988F",
    pine: "#8CCBB1",
    pineWash: "#21332C",
    onPine: "#0F1713",
    cinnabar: "#F08C7C",
    moss: "#86C58F",
    ochre: "#E0B25C",
    slate: "#9BBBDD",
    cinnabarWash: "#30201C",
    ochreWash: "#2B2517",
    slateWash: "#1C252F",
  },
} as const satisfies Record<Mode, Record<string, string>>;

const SANS = `-apple-system, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif`;

/** The antd theme of a mode. Its CSS variables (`--ant-…`) are the only colours our own style sheets use. */
export function themeOf(mode: Mode): ThemeConfig {
  const p = PALETTES[mode];
  const floating = `0 0 0 1px ${p.hairline}, 0 8px 24px rgb(0 0 0 / ${mode === "dark" ? 40 : 10}%)`;
  return {
    algorithm: mode === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: modeClass(mode) },
    hashed: false,
    token: {
      fontFamily: SANS,
      borderRadius: 6,
      controlHeight: 36,
      motionUnit: 0.07,
      colorPrimary: p.pine,
      colorPrimaryBg: p.pineWash,
      colorLink: p.pine,
      colorSuccess: p.moss,
      colorWarning: p.ochre,
      colorError: p.cinnabar,
      colorInfo: p.slate,
      colorErrorBg: p.cinnabarWash,
      colorErrorBorder: p.line,
      colorWarningBg: p.ochreWash,
      colorWarningBorder: p.line,
      colorInfoBg: p.slateWash,
      colorInfoBorder: p.line,
      colorSuccessText: p.moss,
      colorWarningText: p.ochre,
      colorErrorText: p.cinnabar,
      colorInfoText: p.slate,
      colorBgLayout: p.paper,
      colorBgContainer: p.sheet,
      colorBgElevated: p.raised,
      colorFillTertiary: p.wash,
      colorBorder: p.line,
      colorBorderSecondary: p.hairline,
      colorSplit: p.hairline,
      colorText: p.ink,
      colorTextHeading: p.ink,
      colorTextSecondary: p.inkSoft,
      colorTextDescription: p.inkSoft,
      colorTextTertiary: p.inkFaint,
      colorTextPlaceholder: p.inkFaint,
      colorTextLightSolid: p.onPine,
      // What floats has an edge first and a shadow second.
      boxShadow: floating,
      boxShadowSecondary: floating,
      boxShadowTertiary: "none",
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
      Segmented: { trackBg: p.wash },
      Input: { activeShadow: "none" },
    },
  };
}
