import { isDeepStrictEqual } from "node:util";
import type { PlanTerms, PackTerms } from "../contracts/catalog-admin.ts";
import type { CatalogFile } from "../contracts/catalog-file.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit, type Write } from "../db/commit.ts";
import { packAdded, packChanged, planAdded, planChanged, runGoodsCommit } from "./goods-commit.ts";
import type { GoodsChangeNote } from "./parts.ts";
import {
  changesBetween,
  MAX_GOODS,
  MAX_ON_SALE,
  packColumns,
  packTermsOf,
  planColumns,
  planTermsOf,
  type GoodsChange,
} from "./rules.ts";
import { findPacks, findPlans, type StoredPack, type StoredPlan } from "./store.ts";

/** One thing that a push does. `name`: as people know the goods. */
export interface CatalogStep {
  readonly kind: "PACK" | "PLAN";
  /** off: they are not in the file. */
  readonly act: "create" | "change" | "off";
  readonly name: string;
  readonly changes: readonly GoodsChange[];
}

/** A step, and how it is written. */
interface PlannedStep extends CatalogStep {
  readonly write: (note: GoodsChangeNote) => Write;
}

/** The catalogue as a file has it. Two reads. */
export async function pullCatalog(): Promise<CatalogFile> {
  const [packs, plans] = await Promise.all([findPacks(MAX_GOODS), findPlans(MAX_GOODS)]);
  return {
    products: packs.map(packTermsOf),
    plans: plans.map((row) => ({ code: row.code, ...planTermsOf(row) })),
  };
}

/** What `pushCatalog` would do now. Nothing is written. Two reads. Throws CATALOG_FULL (409). */
export function diffCatalog(file: CatalogFile): Promise<readonly CatalogStep[]> {
  return planPush(file);
}

/**
 * Makes the catalogue what the file says, in one commit. Nothing is deleted: what is missing goes off sale. Returns what was
 * done. Throws CATALOG_FULL, and CATALOG_CHANGED where somebody else changed it meanwhile (409); then nothing is written.
 */
export async function pushCatalog(
  file: CatalogFile,
  reason: string,
  context: Context,
): Promise<readonly CatalogStep[]> {
  const steps = await planPush(file);
  if (steps.length === 0) return steps;
  const commit = new Commit("pushCatalog");
  for (const { write } of steps) write({ reason, context })(commit);
  await runGoodsCommit(commit);
  return steps;
}

async function planPush({ products, plans }: CatalogFile): Promise<PlannedStep[]> {
  const [packRows, planRows] = await Promise.all([findPacks(MAX_GOODS), findPlans(MAX_GOODS)]);
  return [...stepsOf(PACKS, packRows, products), ...stepsOf(PLANS, planRows, plans)];
}

/** How one kind of goods is known, compared and written. */
interface Shelf<Terms extends Pick<PackTerms, "name" | "status">, Row> {
  readonly kind: CatalogStep["kind"];
  readonly keyOf: (terms: Terms) => string;
  readonly termsOf: (row: Row) => Terms;
  /** What changes are told of. */
  readonly columnsOf: (terms: Terms) => object;
  readonly added: (commit: Commit, terms: Terms, note: GoodsChangeNote) => void;
  readonly changed: (commit: Commit, row: Row, terms: Terms, note: GoodsChangeNote) => void;
}

const PACKS: Shelf<PackTerms, StoredPack> = {
  kind: "PACK",
  keyOf: ({ name }) => name,
  termsOf: packTermsOf,
  columnsOf: packColumns,
  added: packAdded,
  changed: packChanged,
};

const PLANS: Shelf<PlanTerms & { readonly code: string }, StoredPlan> = {
  kind: "PLAN",
  keyOf: ({ code }) => code,
  termsOf: (row) => ({ code: row.code, ...planTermsOf(row) }),
  columnsOf: ({ code, ...terms }) => ({ code, ...planColumns(terms) }),
  added: (commit, { code, ...terms }, note) => planAdded(commit, code, terms, note),
  // The code of a plan is not among its terms: it never changes.
  changed: (commit, row, terms, note) => planChanged(commit, row, planTermsOf(planColumns(terms)), note),
};

/** From the rows that there are to what is wanted. Throws CATALOG_FULL (409): all that is on sale afterwards is wanted. */
function stepsOf<Terms extends Pick<PackTerms, "name" | "status">, Row>(
  { kind, keyOf, termsOf, columnsOf, added, changed }: Shelf<Terms, Row>,
  rows: readonly Row[],
  wanted: readonly Terms[],
): PlannedStep[] {
  const known = new Map(rows.map((row) => [keyOf(termsOf(row)), row]));
  const kept = wanted.flatMap((after): PlannedStep[] => {
    const row = known.get(keyOf(after));
    known.delete(keyOf(after));
    if (row === undefined) {
      const changes = changesBetween(null, columnsOf(after));
      return [
        { kind, act: "create", name: after.name, changes, write: (note) => (commit) => added(commit, after, note) },
      ];
    }
    const before = termsOf(row);
    if (isDeepStrictEqual(before, after)) return [];
    const changes = changesBetween(columnsOf(before), columnsOf(after));
    const write = (note: GoodsChangeNote) => (commit: Commit) => changed(commit, row, after, note);
    return [{ kind, act: "change", name: before.name, changes, write }];
  });
  const off = [...known.values()].flatMap((row): PlannedStep[] => {
    const before = termsOf(row);
    if (before.status !== "ON_SALE") return [];
    const after: Terms = { ...before, status: "OFF_SALE" };
    const write = (note: GoodsChangeNote) => (commit: Commit) => changed(commit, row, after, note);
    return [{ kind, act: "off", name: before.name, changes: [], write }];
  });
  const created = kept.filter(({ act }) => act === "create").length;
  const onSale = wanted.filter(({ status }) => status === "ON_SALE").length;
  if (onSale > MAX_ON_SALE || rows.length + created > MAX_GOODS) throw new AppError("CATALOG_FULL");
  return [...kept, ...off];
}
