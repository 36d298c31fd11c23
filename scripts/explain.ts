/** npm run explain [name]: prints what a verb writes, as the real builder makes it: its parts, their rows, the statement. */
import { layOut } from "./explain/lay-out.ts";
import { SAMPLES } from "./explain/samples.ts";
import { runScript } from "./script.ts";

/** The commit of this name as text. Throws an Error in Chinese when there is none. */
export async function explain(name: string): Promise<string> {
  const sample = SAMPLES[name];
  if (!sample) throw new Error(`没有「${name}」。可以解释的有：${Object.keys(SAMPLES).join("、")}`);
  const { verb, parts, sql } = (await sample.build()).explain();
  const rows = (count: number | "any") => (count === "any" ? "行数不限" : `恰好 ${count} 行`);
  const listed = parts.map((part, i) => `${String(i + 1).padStart(3)}  ${part.name.padEnd(20)} ${rows(part.rows)}`);
  return [
    `${name}（${verb}）：${sample.about}`,
    `${parts.length} 个部分，一条语句：全部成立，或者什么也没有发生。`,
    ...listed,
    "",
    layOut(sql),
  ].join("\n");
}

/** What can be explained, a line each. */
export function explainable(): string {
  return Object.entries(SAMPLES)
    .map(([name, { about }]) => `${name.padEnd(20)} ${about}`)
    .join("\n");
}

if (import.meta.main) {
  await runScript(async () => {
    const [name] = process.argv.slice(2);
    console.log(name === undefined ? explainable() : await explain(name));
  });
}
