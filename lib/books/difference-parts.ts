import { sql } from "kysely";
import type { DifferenceKind, DifferenceStatus, PaymentMethod } from "../core/states.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { unnest } from "../db/unnest.ts";
import { LATE } from "../refunds/outside-rules.ts";
import { amountOf } from "./difference-rules.ts";

/** The numbers by which we may keep the outside refund that the difference `d` is about. */
export const outsideNos = sql`(d.out_request_no, ${literal(LATE)} || d.out_request_no)`;

/** Something that differs, as the comparison found it. */
export interface NewDifference {
  readonly paymentMethod: PaymentMethod;
  readonly what: DifferenceKind;
  readonly kind: "TRADE" | "REFUND";
  readonly cause: string;
  /** The Beijing day of the bill, or of our record where no bill has it. */
  readonly day: string;
  readonly lineNo: number | null;
  readonly sellerId: string;
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  readonly orderSn: string | null;
  readonly billFen: number | null;
  readonly ourFen: number | null;
}

/** Keeps what differs as open, each once, whatever became of it before. */
export function keepDifferences(commit: Commit, found: readonly NewDifference[], now: Date): void {
  if (found.length === 0) return;
  const numbers = (fens: readonly (number | null)[]) => fens.map((fen) => (fen === null ? null : String(fen)));
  const row = unnest("row", {
    paymentMethod: { text: found.map(({ paymentMethod }) => paymentMethod) },
    what: { text: found.map(({ what }) => what) },
    kind: { text: found.map(({ kind }) => kind) },
    cause: { text: found.map(({ cause }) => cause) },
    day: { text: found.map(({ day }) => day) },
    lineNo: { text: numbers(found.map(({ lineNo }) => lineNo)) },
    sellerId: { text: found.map(({ sellerId }) => sellerId) },
    tradeNo: { text: found.map(({ tradeNo }) => tradeNo) },
    outTradeNo: { text: found.map(({ outTradeNo }) => outTradeNo) },
    outRequestNo: { text: found.map(({ outRequestNo }) => outRequestNo) },
    orderSn: { text: found.map(({ orderSn }) => orderSn) },
    billFen: { text: numbers(found.map(({ billFen }) => billFen)) },
    ourFen: { text: numbers(found.map(({ ourFen }) => ourFen)) },
    amountFen: { bigint: found.map((one) => BigInt(amountOf(one))) },
  });
  const same = ["cause", "sellerId", "tradeNo", "outTradeNo", "outRequestNo", "orderSn", "amountFen"] as const;
  commit.add(
    "differences",
    db
      .insertInto("omsBillDifference")
      .columns([...same, "paymentMethod", "what", "kind", "day", "lineNo", "billFen", "ourFen", "createTime"])
      .expression((eb) =>
        eb
          .selectFrom(row)
          .select(same.map((name) => `row.${name}` as const))
          .select([
            sql<PaymentMethod>`"row".payment_method`.as("paymentMethod"),
            sql<DifferenceKind>`"row".what`.as("what"),
            sql<"TRADE">`"row".kind::bill_line_kind`.as("kind"),
            sql<Date>`"row".day::date`.as("day"),
            sql<number>`"row".line_no::int`.as("lineNo"),
            sql<bigint>`"row".bill_fen::bigint`.as("billFen"),
            sql<bigint>`"row".our_fen::bigint`.as("ourFen"),
          ])
          .select((one) => one.val(now).as("createTime")),
      )
      .onConflict((conflict) => conflict.doNothing()),
    "any",
  );
}

/** How a difference ends: who closed it and why. `closedBy` null: it was resolved by itself. */
export interface Ending {
  readonly status: Exclude<DifferenceStatus, "OPEN">;
  readonly closedBy: bigint | null;
  readonly reason: string;
}

/** Closes an open difference. Touches no row when it is closed already: one of two who decide at once finds it. */
export function closeDifference(commit: Commit, id: bigint, ending: Ending, now: Date): void {
  const closed = db.updateTable("omsBillDifference").set({ ...ending, closedTime: now });
  commit.add("closedDifference", closed.where("id", "=", id).where("status", "=", literal("OPEN")));
}

/** Closes the open difference that is about an outside refund, if a bill has it. */
export function closeDifferenceAbout(
  commit: Commit,
  { tradeNo, outRequestNo }: { readonly tradeNo: string; readonly outRequestNo: string },
  ending: Ending,
  now: Date,
): void {
  const requestNo = outRequestNo.startsWith(LATE) ? outRequestNo.slice(LATE.length) : outRequestNo;
  const closed = db.updateTable("omsBillDifference").set({ ...ending, closedTime: now });
  const open = closed
    .where("cause", "=", `REFUND:${tradeNo}:${requestNo}`)
    .where("what", "<>", "UNLISTED")
    .where("status", "=", literal("OPEN"));
  commit.add("closedDifference", open, "any");
}

/** An open difference is another one by now: the books have the record, with another amount. */
export function changeDifference(
  commit: Commit,
  id: bigint,
  now: Pick<NewDifference, "what" | "kind" | "billFen" | "ourFen">,
): void {
  const { what, ourFen } = now;
  const set = { what, ourFen: ourFen === null ? null : BigInt(ourFen), amountFen: BigInt(amountOf(now)) };
  commit.add(
    "changedDifference",
    db.updateTable("omsBillDifference").set(set).where("id", "=", id).where("status", "=", literal("OPEN")),
  );
}

/** Differences that a later bill or answer has explained, whether somebody put them away meanwhile or not. */
export function resolveDifferences(commit: Commit, ids: readonly bigint[], reason: string, now: Date): void {
  const set = { status: "RESOLVED", closedTime: now, closedBy: null, reason } as const;
  commit.add(
    "resolvedDifferences",
    db
      .updateTable("omsBillDifference")
      .set(set)
      .where("id", "=", sql<bigint>`any(${ids}::bigint[])`)
      .where("status", "in", ["OPEN", "WRITTEN_OFF", "FOREIGN"]),
    ids.length,
  );
}

/** The lines of an application that has numbers like ours are foreign from now on. Conflicts when there is such a rule. */
export function insertForeignRule(
  commit: Commit,
  { prefix, reason, adminId }: { readonly prefix: string; readonly reason: string; readonly adminId: bigint },
  now: Date,
): void {
  const rule = { prefix, reason, createdBy: adminId, createTime: now };
  commit.add("foreignRule", db.insertInto("omsForeignRule").values(rule));
}

/** Finds no row when there is no such rule, or when it has ended. */
export function endForeignRule(commit: Commit, id: bigint, adminId: bigint, now: Date): void {
  const ended = db.updateTable("omsForeignRule").set({ endedBy: adminId, endedTime: now });
  commit.add("endedRule", ended.where("id", "=", id).where("endedTime", "is", null));
}

/** Closes the open differences of lines that a rule names and that no order of ours has. Returns their causes. */
export function closeForeign(
  commit: Commit,
  prefix: string,
  { adminId, reason }: { readonly adminId: bigint; readonly reason: string },
  now: Date,
): Handle<{ cause: string }> {
  const set = { status: "FOREIGN", closedTime: now, closedBy: adminId, reason } as const;
  return commit.add(
    "foreignDifferences",
    db
      .updateTable("omsBillDifference")
      .set(set)
      .where("status", "=", literal("OPEN"))
      .where("what", "in", ["UNBOOKED", "TWICE"])
      .where("orderSn", "is", null)
      .where(sql<boolean>`starts_with(out_trade_no, ${prefix})`)
      .returning("cause"),
    "any",
  );
}
