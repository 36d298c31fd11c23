import { cp } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { ROOT } from "./stages.ts";

/** What an installation, a build, a test or an operator has put beside the sources. */
const NOT_SOURCES =
  /^(node_modules|\.git|\.next.*|\.data|\.env|dist|generated|test-results|playwright-report|coverage)$/;

/** Copies the sources of this folder, as they stand, into a folder outside of it that is not there yet. Throws a sentence. */
export async function copySources(target: string): Promise<void> {
  if (!relative(ROOT, resolve(target)).startsWith(".."))
    throw new Error(`${target} 在源代码的文件夹里，请另选一个地方。`);
  const isSource = (file: string) =>
    !relative(ROOT, file)
      .split(sep)
      .some((name) => NOT_SOURCES.test(name));
  await cp(ROOT, target, {
    recursive: true,
    verbatimSymlinks: true,
    errorOnExist: true,
    force: false,
    filter: isSource,
  });
}
