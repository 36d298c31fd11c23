import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { diffCatalog, pullCatalog, pushCatalog, type CatalogStep } from "../lib/catalog/push-catalog.ts";
import { readCatalogFile } from "./catalog-file.ts";

const USAGE = `npm run catalog -- pull [文件]                      把商品目录写进文件（不写文件名时是 catalog.json）
npm run catalog -- diff [文件]                      按文件要改什么；只看，不改
npm run catalog -- push [文件] --yes --reason 理由  照文件改，一次改完；没有 --yes 时只看，不改`;

/** Runs one of the three; `say` gets what people read. Throws a sentence. */
export async function catalogCommand(args: readonly string[], now: Date, say: (line: string) => void): Promise<void> {
  const options = { yes: { type: "boolean" }, reason: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [verb, path = "catalog.json", ...more] = positionals;
  if (!verb || !["pull", "diff", "push"].includes(verb) || more.length > 0) throw new Error(USAGE);
  if (verb === "pull") {
    const { products, plans } = await pullCatalog();
    await writeFile(path, `${JSON.stringify({ products, plans }, null, 2)}\n`);
    say(`${path}：${products.length} 个积分包，${plans.length} 个套餐。`);
    return;
  }
  const file = readCatalogFile(await readFile(path, "utf8"), path);
  const isWritten = verb === "push" && values.yes === true;
  if (isWritten && !values.reason?.trim()) throw new Error("请用 --reason 写明理由，它和每一版一起留着，也记入审计。");
  const steps = isWritten
    ? await pushCatalog(file, values.reason!.trim().slice(0, 200), { now, actor: "operator" })
    : await diffCatalog(file);
  steps.forEach((step) => tell(step, say));
  if (steps.length === 0) say("没有差别。");
  else
    say(
      isWritten ? `改好了 ${steps.length} 处。` : `一共 ${steps.length} 处；还没有改，改用 push --yes --reason 理由。`,
    );
}

const KINDS = { PACK: "积分包", PLAN: "套餐" } as const;
const ACTS = { create: "+ 新建", change: "~ 修改", off: "- 下架" } as const;

function tell({ kind, act, name, changes }: CatalogStep, say: (line: string) => void): void {
  say(`${ACTS[act]}${KINDS[kind]}「${name}」${act === "off" ? "（文件里没有）" : ""}`);
  for (const { label, before, after } of changes) say(`    ${label}：${before === null ? "" : `${before} → `}${after}`);
}
