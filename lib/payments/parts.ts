import { sql } from "kysely";
import type { Context } from "../core/context.ts";
import type { Fen } from "../core/money.ts";
import type { CashierKind, PaymentMethod } from "../core/states.ts";
import type { TradeFact } from "../core/trade.ts";
import { Handle, type Commit, type RowCount } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { released, unclaimed } from "../db/due.ts";
import { prepared, type Given } from "../db/prepared.ts";
import type { Release } from "../db/run-due.ts";

export interface NewAttempt {
  readonly outTradeNo: string;
  readonly paymentMethod: PaymentMethod;
  readonly cashierKind: CashierKind;
  readonly appId: string;
  readonly sellerId: string;
  readonly amountFen: Fen;
  readonly subject: string;
  readonly expireTime: Date;
  readonly nextCheckAt: Date;
}

/** The order that orders.insertOrder adds to the same commit. */
const NEW_ORDER = new Handle<{ id: bigint }>("newOrder");

const firstAttempt = prepared((given: Given<NewAttempt & { now: Date }>) =>
  db.insertInto("omsPaymentAttempts").values({
    orderId: NEW_ORDER.ref("id"),
    outTradeNo: given.outTradeNo,
    paymentMethod: given.paymentMethod,
    cashierKind: given.cashierKind,
    appId: given.appId,
    sellerId: given.sellerId,
    amountFen: given.amountFen,
    subject: given.subject,
    expireTime: given.expireTime,
    nextCheckAt: given.nextCheckAt,
    createTime: given.now,
  }),
);

/** The attempt of the order that the same commit makes (orders.insertOrder): it stands before the channel hears of it. */
export function insertFirstAttempt(commit: Commit, attempt: NewAttempt, { now }: Context): void {
  commit.add("newAttempt", firstAttempt({ ...attempt, now }));
}

/**
 * Another attempt of an order that is still unpaid. Finds no row when it was closed or paid meanwhile; the lock waits
 * for a concurrent move.
 */
export function insertAttempt(commit: Commit, attempt: NewAttempt, orderId: bigint, { now }: Context): void {
  const { outTradeNo, paymentMethod, cashierKind, appId, sellerId, amountFen, subject, expireTime, nextCheckAt } =
    attempt;
  const unpaid = db
    .selectFrom("omsOrder")
    .select("id")
    .where("id", "=", orderId)
    .where("status", "=", "PENDING")
    .forShare()
    .as("unpaid");
  commit.add(
    "newAttempt",
    db
      .insertInto("omsPaymentAttempts")
      .columns([
        ...([
          "orderId",
          "outTradeNo",
          "paymentMethod",
          "cashierKind",
          "appId",
          "sellerId",
          "amountFen",
          "subject",
          "expireTime",
        ] as const),
        ...(["nextCheckAt", "createTime"] as const),
      ])
      .expression((eb) =>
        eb
          .selectFrom(unpaid)
          .select("unpaid.id")
          .select((row) => [
            row.val(outTradeNo).as("outTradeNo"),
            row.val(paymentMethod).as("paymentMethod"),
            row.val(cashierKind).as("cashierKind"),
            row.val(appId).as("appId"),
            row.val(sellerId).as("sellerId"),
            row.val(amountFen).as("amountFen"),
            row.val(subject).as("subject"),
            row.val(expireTime).as("expireTime"),
            row.val(nextCheckAt).as("nextCheckAt"),
            row.val(now).as("createTime"),
          ]),
      ),
  );
}

const evidence = prepared(
  (
    given: Given<
      Omit<TradeFact, "paidAt" | "merchant"> & { appId: string; orderId: bigint | null; verdict: string; now: Date }
    >,
  ) =>
    db
      .insertInto("omsPaymentEvidence")
      .values({
        evidenceKey: given.evidenceKey,
        source: given.source,
        paymentMethod: given.paymentMethod,
        appId: given.appId,
        outTradeNo: given.outTradeNo,
        tradeNo: given.tradeNo,
        orderId: given.orderId,
        verdict: given.verdict,
        amountFen: sql<bigint | null>`${given.amountFen}::bigint`,
        content: given.content,
        createTime: given.now,
      })
      .onConflict((conflict) => conflict.column("evidenceKey").doNothing()),
);

/** Stores the raw message once per evidence key. Append-only in the database. `rows` 1: it must be new. */
export function keepEvidence(
  commit: Commit,
  fact: TradeFact,
  orderId: bigint | null,
  verdict: string,
  now: Date,
  rows: RowCount = "any",
): void {
  commit.add("evidence", evidence({ ...fact, appId: fact.merchant.appId, orderId, verdict, now }), rows);
}

export interface NewPayment {
  readonly orderId: bigint;
  readonly orderSn: string;
  readonly attemptId: bigint | null;
  readonly appId: string;
  readonly sellerId: string | null;
  readonly amountFen: Fen;
  readonly kind: "EFFECTIVE" | "DUPLICATE" | "UNWANTED" | "MISMATCH";
}

type PaymentRow = NewPayment &
  Pick<TradeFact, "paymentMethod" | "outTradeNo" | "tradeNo" | "source"> & { paidAt: Date; now: Date };

const newPayment = prepared((given: Given<PaymentRow>) =>
  db
    .insertInto("omsPaymentRecords")
    .values({
      orderId: given.orderId,
      orderSn: given.orderSn,
      attemptId: given.attemptId,
      outTradeNo: given.outTradeNo,
      tradeNo: given.tradeNo,
      kind: given.kind,
      paymentMethod: given.paymentMethod,
      paymentAmountFen: given.amountFen,
      appId: given.appId,
      sellerId: given.sellerId,
      source: given.source,
      paymentTime: given.paidAt,
      createTime: given.now,
    })
    .returning("id"),
);

/** Records a payment: one per trade and one effective per order, by unique indexes. */
export function recordPayment(
  commit: Commit,
  payment: NewPayment,
  { paymentMethod, outTradeNo, tradeNo, paidAt, source }: TradeFact,
  now: Date,
): Handle<{ id: bigint }> {
  const said = { paymentMethod, outTradeNo, tradeNo, source, paidAt: paidAt ?? now };
  return commit.add("payment", newPayment({ ...payment, ...said, now }));
}

/** Marks a payment as refunded completely. Touches no row when it is marked already. */
export function markReturned(commit: Commit, paymentId: bigint): void {
  commit.add(
    "returnedPayment",
    db
      .updateTable("omsPaymentRecords")
      .set({ paymentStatus: "RETURNED" })
      .where("id", "=", paymentId)
      .where("paymentStatus", "=", "SUCCESS"),
  );
}

/**
 * Somebody decides on a refund of the payment that was made outside, knowing of `outsideDecisions` before it; with it the payment
 * may have gone back whole. Touches no row when another was decided on meanwhile.
 */
export function countOutsideDecision(
  commit: Commit,
  { paymentId, outsideDecisions }: { readonly paymentId: bigint; readonly outsideDecisions: number },
  { returns }: { readonly returns: boolean },
): void {
  commit.add(
    "outsideDecision",
    db
      .updateTable("omsPaymentRecords")
      .set({ outsideDecisions: outsideDecisions + 1, ...(returns && { paymentStatus: "RETURNED" as const }) })
      .where("id", "=", paymentId)
      .where("outsideDecisions", "=", outsideDecisions),
  );
}

const finishedAttempt = prepared((given: Given<{ attemptId: bigint; status: "PAID" | "CLOSED" }>) =>
  db
    .updateTable("omsPaymentAttempts")
    .set({ status: given.status, nextCheckAt: null })
    .where("id", "=", given.attemptId)
    .where("status", "<>", "PAID"),
);

/** Ends an attempt. A paid attempt stays paid: an older answer must not close it. */
export function finishAttempt(commit: Commit, attemptId: bigint, status: "PAID" | "CLOSED"): void {
  commit.add("finishedAttempt", finishedAttempt({ attemptId, status }), "any");
}

/** The order is closed here, but its cashier may stay payable until the deadline: query once more after it. */
export function watchAttempts(commit: Commit, orderId: bigint, until: Date): void {
  commit.add(
    "watchedAttempts",
    db
      .updateTable("omsPaymentAttempts")
      .set({ nextCheckAt: until })
      .where("orderId", "=", orderId)
      .where("status", "=", "OPEN"),
    "any",
  );
}

/** Attempts whose next question is due. The instant of the next question is their lease, too. */
export function dueAttempts(now: Date) {
  return db.selectFrom("omsPaymentAttempts").select(["id", "nextCheckAt as dueAt"]).where("nextCheckAt", "<=", now);
}

/** Claims attempts whose next question is due, the longest due first. A statement of its own, not a part. */
export function claimDueAttempts(now: Date, leaseUntil: Date, limit: number) {
  return db
    .with("due", () => unclaimed(dueAttempts(now).orderBy("nextCheckAt"), limit))
    .updateTable("omsPaymentAttempts as a")
    .from("due")
    .set({ lastCheckAt: now, nextCheckAt: leaseUntil })
    .whereRef("a.id", "=", "due.id")
    .returning(["a.id", "a.paymentMethod", "a.appId", "a.outTradeNo", "a.expireTime", "a.checkCount"])
    .returning((eb) => eb.ref("due.dueAt").$notNull().as("dueAt"));
}

/** When the claimed attempts that are still open are asked about again. */
export function releaseAttempts(
  commit: Commit,
  leaseUntil: Date,
  releases: readonly Release<{ readonly id: bigint }>[],
): void {
  commit.add(
    "releasedAttempts",
    db
      .updateTable("omsPaymentAttempts as a")
      .from(released(releases))
      .set((eb) => ({
        nextCheckAt: eb.ref("release.nextAt"),
        checkCount: eb("a.checkCount", "+", eb.ref("release.tries")),
      }))
      .whereRef("a.id", "=", "release.id")
      .where("a.nextCheckAt", "=", leaseUntil),
    "any",
  );
}

/**
 * Claims the query of an order, unless it was queried since `askedBefore`. Closed attempts are included: the answer
 * that closed them may have been older than the payment. A statement of its own.
 */
export function claimQuestion(orderId: bigint, now: Date, askedBefore: Date) {
  return db
    .updateTable("omsPaymentAttempts")
    .set({ lastCheckAt: now })
    .where("orderId", "=", orderId)
    .where("status", "<>", "PAID")
    .where((eb) => eb.or([eb("lastCheckAt", "is", null), eb("lastCheckAt", "<=", askedBefore)]))
    .returning(["id", "paymentMethod", "appId", "outTradeNo", "expireTime"]);
}
