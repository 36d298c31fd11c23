import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";

type Values = Readonly<Record<string, string | undefined>>;

/**
 * What `.env` adds to an environment: what stands there already wins, also in its other form (`NAME`, `NAME_FILE`). The one
 * reader of that file, for every command and for the server. A `$` is a letter like any other. Throws an Error in Chinese
 * that names the lines which were written for a reader that expands them.
 * @param root the folder that has the file, or none
 */
export function readEnvFile(root: string, present: Values): Record<string, string> {
  const path = resolve(root, ".env");
  if (!existsSync(path)) return {};
  const text = readFileSync(path, "utf8");
  const problems = expansionsIn(text);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const added = Object.entries(parseEnv(text)).filter(
    ([name]) => present[name] === undefined && !present[otherFormOf(name)],
  );
  return Object.fromEntries(added) as Record<string, string>;
}

const otherFormOf = (name: string) => (name.endsWith("_FILE") ? name.slice(0, -"_FILE".length) : `${name}_FILE`);

function expansionsIn(text: string): string[] {
  return text.split("\n").flatMap((line, i) => {
    const found = /^\s*#/.test(line) ? null : (/\\\$|\$\{/.exec(line)?.[0] ?? null);
    const name = /^\s*(?:export\s+)?(\w+)\s*=/.exec(line)?.[1];
    const place = `.env 第 ${i + 1} 行${name ? `（${name}）` : ""}`;
    if (found === null) return [];
    return found === "${"
      ? [`${place}里有 \${…}：这里不会代入别的变量，请写出它的值；连接地址里的 $ 可以写成 %24。`]
      : [`${place}里有 \\$：$ 不需要转义，请去掉反斜杠；连接地址里的 \\ 可以写成 %5C。`];
  });
}
