import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const folderOf = (root: string) => resolve(root, ".next/serving");

/** Notes that this process serves the build of `root`, for as long as it lives. */
export function noteServing(root: string): void {
  const note = resolve(folderOf(root), String(process.pid));
  try {
    mkdirSync(folderOf(root), { recursive: true });
    writeFileSync(note, "");
  } catch {
    return; // Nothing can be written here, so nobody can build here either.
  }
  process.once("exit", () => rmSync(note, { force: true }));
}

/** Throws a sentence where a living process serves the build of `root`: building would take its files away. */
export function requireUnserved(root: string): void {
  const folder = folderOf(root);
  if (!existsSync(folder)) return;
  for (const pid of readdirSync(folder)) {
    if (isAlive(Number(pid)))
      throw new Error(
        `进程 ${pid} 正在用这个文件夹里的构建提供服务，现在构建会抽走它的文件：页面还能打开，按钮却没有反应。
上线新版本请用 npm run release -- 文件夹；要在这里构建，请先停掉它。（如果它不是账房，请删除 ${resolve(folder, pid)} 再试。）`,
      );
    rmSync(resolve(folder, pid));
  }
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
