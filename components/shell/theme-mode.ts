/** What is on the screen. */
export type Mode = "light" | "dark";

/** What the reader asked for. */
export type ModeChoice = Mode | "system";

export interface RememberedMode {
  readonly choice: ModeChoice;
  readonly mode: Mode;
}

/**
 * The cookie holds the choice and, for "system", what the system last said ("system-dark"), so that the server draws the
 * right page at once.
 */
export const MODE_COOKIE = "theme";

/**
 * The class of `<html>` that carries antd's variables of a mode. Each mode has its own: the variables of the mode that
 * the first HTML was drawn in stay in the document behind those that the browser adds later, and would win under one name.
 */
export function modeClass(mode: Mode): string {
  return `zhangfang-${mode}`;
}

const ONE_YEAR_SECONDS = 31_536_000;

export function readMode(cookie: string | undefined): RememberedMode {
  if (cookie === "light" || cookie === "dark") return { choice: cookie, mode: cookie };
  return { choice: "system", mode: cookie === "system-dark" ? "dark" : "light" };
}

/** Remembers in the browser. */
export function rememberMode({ choice, mode }: RememberedMode): void {
  const value = choice === "system" ? `system-${mode}` : choice;
  document.cookie = `${MODE_COOKIE}=${value}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
}

/**
 * Runs in the head, before anything is painted: when the system's colour scheme is not the one the server drew, it
 * remembers the right one and loads again. Once per change of the system; never where cookies are refused.
 */
export const MODE_SCRIPT = `(function(){
var m=document.cookie.match(/(?:^|; )${MODE_COOKIE}=([a-z-]+)/),drawn=m?m[1]:"system-light";
if(drawn.indexOf("system-")!==0)return;
var now="system-"+(matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light");
if(now===drawn)return;
document.cookie="${MODE_COOKIE}="+now+"; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax";
if(document.cookie.indexOf("${MODE_COOKIE}="+now)>=0)location.reload();
})()`;
