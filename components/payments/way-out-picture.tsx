import type { ReactNode } from "react";
import type { WayOut } from "@/lib/core/webview.ts";
import { WAY_WORDS } from "./way-out.ts";
import styles from "./way-out-picture.module.css";

const PICTURES: Record<WayOut, () => ReactNode> = { phone: Phone, desktop: Desktop, link: Link };

/** Where to press, drawn in the colours of the page. */
export function WayOutPicture({ wayOut }: { wayOut: WayOut }) {
  const Picture = PICTURES[wayOut];
  return (
    <svg className={styles.picture} viewBox="0 0 320 150" role="img" aria-label={WAY_WORDS[wayOut].picture}>
      <Picture />
    </svg>
  );
}

/** The menu is at the top right on iOS and on Android, and opens as a sheet from below on both. */
function Phone() {
  return (
    <>
      <Frame x={8} width={132} />
      <TopBar x={8} width={132} />
      <Lines x={22} y={60} widths={[92, 104, 70, 98]} />
      <Pressed x={122} y={24} r={13} />
      <Dots x={122} y={24} isPressed />
      <Arrow />
      <Frame x={180} width={132} />
      <TopBar x={180} width={132} />
      <Dots x={294} y={24} />
      <path className={styles.sheet} d="M180 66h132v63a13 13 0 0 1-13 13H193a13 13 0 0 1-13-13z" />
      <rect className={styles.tile} x={193} y={78} width={26} height={26} rx={7} />
      <rect className={styles.tile} x={273} y={78} width={26} height={26} rx={7} />
      <rect className={styles.quiet} x={196} y={110} width={20} height={4} rx={2} />
      <rect className={styles.quiet} x={276} y={110} width={20} height={4} rx={2} />
      <Pressed x={246} y={91} r={18} />
      <Globe x={246} y={91} />
      <Words x={246} y={129}>
        在浏览器打开
      </Words>
    </>
  );
}

function Desktop() {
  return (
    <>
      <Frame x={8} width={304} />
      <TopBar x={8} width={304} isWindow />
      <Lines x={26} y={60} widths={[118, 136, 96, 126]} />
      <rect className={styles.card} x={184} y={46} width={118} height={86} rx={7} />
      <rect className={styles.quiet} x={196} y={58} width={60} height={5} rx={2} />
      <rect className={styles.wash} x={188} y={74} width={110} height={28} rx={5} />
      <Words x={243} y={92}>
        用默认浏览器打开
      </Words>
      <rect className={styles.quiet} x={196} y={114} width={72} height={5} rx={2} />
      <Pressed x={290} y={24} r={13} />
      <Dots x={290} y={24} isPressed />
    </>
  );
}

function Link() {
  return (
    <>
      <Frame x={8} width={132} />
      <TopBar x={8} width={132} />
      <Lines x={22} y={56} widths={[92, 104]} />
      <rect className={styles.tile} x={22} y={88} width={58} height={24} rx={5} />
      <rect className={styles.wash} x={84} y={88} width={44} height={24} rx={5} />
      <Words x={106} y={104}>
        复制
      </Words>
      <Arrow />
      <Frame x={180} width={132} />
      <rect className={styles.field} x={192} y={18} width={108} height={22} rx={11} />
      <Globe x={206} y={29} r={6} />
      <rect className={styles.mark} x={218} y={27} width={64} height={4} rx={2} />
      <Words x={246} y={62}>
        粘贴到地址栏
      </Words>
      <Lines x={194} y={82} widths={[92, 104, 70]} />
    </>
  );
}

function Frame({ x, width }: { x: number; width: number }) {
  return <rect className={styles.frame} x={x} y={8} width={width} height={134} rx={13} />;
}

/** The program's own bar: the name of the page in the middle, and on a phone a cross to close it at the left. */
function TopBar({ x, width, isWindow = false }: { x: number; width: number; isWindow?: boolean }) {
  return (
    <>
      {!isWindow && <path className={styles.stroke} d={`M${x + 14} 20l8 8m0-8l-8 8`} />}
      <rect className={styles.quiet} x={x + width / 2 - 22} y={21} width={44} height={6} rx={3} />
      <path className={styles.hair} d={`M${x} 40h${width}`} />
    </>
  );
}

function Lines({ x, y, widths }: { x: number; y: number; widths: readonly number[] }) {
  return widths.map((width, index) => (
    <rect key={y + index} className={styles.quiet} x={x} y={y + index * 16} width={width} height={6} rx={3} />
  ));
}

function Dots({ x, y, isPressed = false }: { x: number; y: number; isPressed?: boolean }) {
  return [-6, 0, 6].map((offset) => (
    <circle key={offset} className={isPressed ? styles.mark : styles.dot} cx={x + offset} cy={y} r={2} />
  ));
}

function Pressed({ x, y, r }: { x: number; y: number; r: number }) {
  return <circle className={styles.pressed} cx={x} cy={y} r={r} />;
}

function Arrow() {
  return <path className={styles.arrow} d="M149 75h20m-7-7l7 7l-7 7" />;
}

function Globe({ x, y, r = 10 }: { x: number; y: number; r?: number }) {
  return (
    <g className={styles.globe}>
      <circle cx={x} cy={y} r={r} />
      <ellipse cx={x} cy={y} rx={r * 0.42} ry={r} />
      <path d={`M${x - r} ${y}h${2 * r}`} />
    </g>
  );
}

function Words({ x, y, children }: { x: number; y: number; children: string }) {
  return (
    <text className={styles.words} x={x} y={y} textAnchor="middle">
      {children}
    </text>
  );
}
