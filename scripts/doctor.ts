/**
 * npm run doctor: checks the configuration and says what is wrong and how to fix it. `-- --before-start` leaves out what
 * only a running app can answer for.
 */
import { parseArgs } from "node:util";
import { EnvError, parseEnv } from "../lib/env.ts";
import { examineCaller } from "./doctor/caller.ts";
import { examineConfiguration } from "./doctor/configuration.ts";
import { examineDatabase } from "./doctor/database.ts";
import { error, type Finding } from "./doctor/finding.ts";
import { examineGateway } from "./doctor/gateway.ts";
import { examineNotifyAddress } from "./doctor/notify-address.ts";
import { examineProvider } from "./doctor/provider.ts";
import { examineRedis } from "./doctor/redis.ts";
import { runScript } from "./script.ts";

/**
 * Everything that is to be said about an environment. With a value missing or malformed, that alone.
 * @param withApp false: nothing that is asked of the running app, or of its jobs
 */
export async function diagnose(
  source: Readonly<Record<string, string | undefined>>,
  clock: () => Date = () => new Date(),
  withApp = true,
): Promise<Finding[]> {
  let env;
  try {
    env = parseEnv(source);
  } catch (thrown) {
    if (!(thrown instanceof EnvError)) throw thrown;
    return thrown.problems.map((problem) => error(problem, "每一项的说明见 .env.example"));
  }
  const [gateway, notify, caller, database, redis, provider] = await Promise.all([
    examineGateway(env, clock),
    withApp ? examineNotifyAddress(env) : [],
    withApp ? examineCaller(env) : [],
    examineDatabase(env, env.alipay.accounts, clock, withApp),
    examineRedis(env.redisUrl),
    examineProvider(env.oidc),
  ]);
  return [...examineConfiguration(env), ...gateway, ...notify, ...caller, ...database, ...redis, ...provider];
}

const MARKS = { ok: "✓", warning: "!", error: "✗" } as const;

function print({ level, what, fix }: Finding): void {
  console.log(`${MARKS[level]} ${what}${fix ? `\n    → ${fix}` : ""}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { "before-start": { type: "boolean", default: false } } });
  const findings = await diagnose(process.env, undefined, !values["before-start"]);
  findings.forEach(print);
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  console.log(`\n${count("error")} 处错误，${count("warning")} 处提醒，${count("ok")} 项正常`);
  if (count("error")) process.exitCode = 1;
}

if (import.meta.main) await runScript(main);
