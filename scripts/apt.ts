import { spawnSync } from "node:child_process";
import { childEnv } from "./environment.mjs";

/** Debian's packages, where this is Debian and we are root; what goes wrong shows on the screen, and the caller looks anew. */
export function aptInstall(...packages: string[]): void {
  if (process.getuid?.() !== 0) return;
  console.log(`正在用 apt-get 安装 ${packages.join("、")}……`);
  // Run level 1: a package starts no service of its own.
  const env = childEnv({ RUNLEVEL: "1", DEBIAN_FRONTEND: "noninteractive" });
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...packages],
  ])
    // One at a time: apt-get fails at once where another one works, as in a second test file.
    spawnSync("flock", ["/run/zhangfang-apt.lock", "apt-get", ...args], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
      timeout: 600_000,
    });
}
