/**
 * npm run release -- FOLDER [--restart COMMAND]: builds these sources in a folder of their own, migrates, tries the build
 * out, lets the doctor look, switches FOLDER/current to it, drains the old process and starts the new one on PORT; goes
 * back where the new one does not serve. Nothing is written to the folder that serves.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { parseEnv } from "../lib/env.ts";
import { copySources } from "./copy-sources.ts";
import { childEnv, configuration } from "./environment.mjs";
import { freePort, portFrom } from "./ports.ts";
import { goLive } from "./release/go-live.ts";
import { keepOldFiles, Place } from "./release/place.ts";
import { end, foreignService, isHealthy, ownService, startServer } from "./release/server.ts";
import { runScript } from "./script.ts";
import { ROOT } from "./stages.ts";

/** A command of the release, in its folder. Throws a sentence when it fails. */
function run(release: string, what: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  console.log(`\n— ${what}`);
  const { status } = spawnSync(process.execPath, ["scripts/bootstrap.mjs", ...args], {
    cwd: release,
    env: childEnv(env),
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`${what}没有成功；原来的版本没有动，新版本留在 ${release}。`);
}

/** Starts the release beside the one that serves, and ends it again. Throws a sentence when it does not serve. */
async function tryOut(release: string): Promise<void> {
  console.log("\n— 在旁边试运行");
  const port = await freePort();
  const child = startServer(release, ["--port", String(port), "--hostname", "127.0.0.1"], configuration(), "ignore");
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  const isGood = await isHealthy(release, port, isGone);
  if (!isGone()) await end(child.pid!);
  if (!isGood) throw new Error(`新版本没有启动起来，原来的版本没有动。在 ${release} 里运行 npm start 可以看到原因。`);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { restart: { type: "string" } } });
  const [folder] = positionals;
  if (folder === undefined) throw new Error("请写上放各个版本的文件夹，例如：npm run release -- /srv/zhangfang");
  parseEnv(process.env);
  const port = portFrom("PORT", 3000);
  const place = new Place(folder);
  const before = await place.serving();
  const release = await place.newRelease(new Date());
  console.log(`新版本放在 ${release}`);
  await copySources(release);
  if (existsSync(resolve(ROOT, ".env"))) await symlink(resolve(ROOT, ".env"), resolve(release, ".env"));
  run(release, "安装与构建", ["scripts/build.ts"]);
  if (before !== null) await keepOldFiles(before, release);
  run(release, "迁移数据库", ["--runtime", "scripts/migrate.ts"], configuration());
  await tryOut(release);
  const doctor = ["--runtime", "--reads=TZ", "scripts/doctor.ts"];
  run(release, "体检", [...doctor, "--before-start"], configuration());
  console.log("\n— 切换");
  const service = values.restart ? foreignService(values.restart) : ownService(place, port, configuration());
  await goLive(place, release, { port, service });
  await place.removeOld();
  console.log(`\n新版本正在 127.0.0.1:${port} 上服务。运行 npm run doctor，看看外面到得了它，定时任务也在跑。`);
}

await runScript(main);
