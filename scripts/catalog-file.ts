import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from "jsonc-parser";
import { z } from "zod";
import { zhCN } from "zod/locales";
import { catalogFile, type CatalogFile } from "../lib/contracts/catalog-file.ts";
import { isStorable } from "../lib/core/text.ts";

z.config(zhCN());

/** The catalogue that a file describes. Throws a sentence that names each line that is wrong. */
export function readCatalogFile(text: string, name: string): CatalogFile {
  const lineAt = (offset: number) => `${name}:${text.slice(0, offset).split("\n").length}`;
  const refuse = (problems: readonly string[]): never => {
    throw new Error(problems.join("\n"));
  };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first) return refuse([`${lineAt(first.offset)} 不是有效的 JSON（${printParseErrorCode(first.error)}）`]);
  if (!tree) return refuse([`${lineAt(0)} 文件是空的`]);
  const bad = leavesOf(tree).filter(({ value }) => typeof value === "string" && !isStorable(value));
  if (bad.length > 0) return refuse(bad.map(({ offset }) => `${lineAt(offset)} 有不能保存的字符`));
  const twice = repeatedKeys(tree);
  if (twice.length > 0)
    return refuse(twice.map(({ offset, value }) => `${lineAt(offset)} ${String(value)}：出现了两次`));
  const parsed = catalogFile.safeParse(getNodeValue(tree));
  if (parsed.success) return parsed.data;
  return refuse(
    parsed.error.issues.map((issue) => {
      const keys = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
      const path = [...issue.path, ...keys] as (string | number)[];
      return `${lineAt(nearest(tree, path).offset)} ${path.join(".") || "文件"}：${issue.message}`;
    }),
  );
}

/** Where the path leads; where something is missing, what it is missing from. */
function nearest(tree: Node, path: readonly (string | number)[]): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node;
  }
  return tree;
}

function leavesOf(node: Node): Node[] {
  return node.children ? node.children.flatMap(leavesOf) : [node];
}

/** The keys that an object has for the second time: of two values nobody knows which is meant. */
function repeatedKeys(node: Node): Node[] {
  const keys = node.type === "object" ? (node.children ?? []).map((property) => property.children![0]!) : [];
  const again = keys.filter((key, i) => keys.findIndex(({ value }) => value === key.value) !== i);
  return [...again, ...(node.children ?? []).flatMap(repeatedKeys)];
}
