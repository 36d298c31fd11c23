import type { World } from "./world.ts";

/** Compares the answers that clients got with the books. */
export async function checkPromises(world: World): Promise<void> {
  await checkOrders(world);
  await checkSpendings(world);
  await checkReversals(world);
  await checkAdjustments(world);
  await checkReservations(world);
  await checkRefunds(world);
  await checkReviews(world);
  await checkInvoices(world);
  await checkRedLetters(world);
}

async function checkOrders({ database, promises, findings }: World): Promise<void> {
  const rows = await database.ask<{ sn: string; member: string; key: string; fen: number; status: string }>(
    "select order_sn as sn, member_id as member, request_key as key, pay_amount_fen as fen, status from oms_order",
  );
  const found = new Map(rows.map((row) => [row.sn, row]));
  for (const [sn, { memberId, requestKey, amountFen }] of promises.orders) {
    const row = found.get(sn);
    if (!row || row.member !== String(memberId) || row.key !== requestKey || row.fen !== amountFen)
      findings.violate("answer", `order ${sn} was made and is not so`);
  }
  for (const sn of promises.cancelled)
    if (found.get(sn)?.status === "PENDING") findings.violate("answer", `order ${sn} was cancelled and is open`);
  for (const sn of promises.paid)
    if (["PENDING", "CANCELLED"].includes(found.get(sn)!.status))
      findings.violate("answer", `order ${sn} was shown as paid and is ${found.get(sn)!.status}`);
}

/** Confirmed: exactly once. Refused and never unanswered: nothing. In any case nothing that was not requested. */
async function checkSpendings({ database, promises, findings }: World): Promise<void> {
  const rows = await database.ask<{ key: string; amount: number }>(
    "select member_id || ':' || biz_id as key, amount from ums_credit_consumption",
  );
  const found = new Map(rows.map(({ key, amount }) => [key, amount]));
  for (const [key, { amount, promised, open }] of promises.spendings) {
    const spent = found.get(key);
    if (promised && spent !== amount) findings.violate("answer", `${key}: ${amount} were spent, booked is ${spent}`);
    if (!promised && !open && spent !== undefined)
      findings.violate("answer", `${key}: refused, and ${spent} are booked`);
  }
  for (const key of found.keys())
    if (!promises.spendings.has(key)) findings.violate("answer", `${key}: spent, and nobody asked`);
}

/** Confirmed: exactly so much. The books bound the sum (C08). */
async function checkReversals({ database, promises, findings }: World): Promise<void> {
  const rows = await database.ask<{ key: string; member: string; amount: number }>(
    "select request_key as key, member_id as member, amount from ums_credit_reversal",
  );
  const found = new Map(rows.map((row) => [row.key, row]));
  for (const [key, { memberId, amount }] of promises.reversals) {
    const row = found.get(key);
    if (row?.member !== String(memberId) || row.amount !== amount)
      findings.violate("answer", `reversal ${key}: ${amount} were given back, booked is ${row?.amount}`);
  }
}

/** What an admin was answered is there. That it moved credits once, C11 to C13 say. */
async function checkAdjustments({ database, promises, findings }: World): Promise<void> {
  const rows = await database.ask<{ id: string; member: string; amount: number }>(
    "select id, member_id as member, amount from ums_credit_adjustment",
  );
  const found = new Map(rows.map((row) => [Number(row.id), row]));
  for (const [id, { memberId, amount }] of promises.adjustments) {
    const row = found.get(id);
    if (row?.member !== String(memberId) || row.amount !== amount)
      findings.violate("answer", `adjustment ${id}: ${amount} for ${memberId}, booked is ${row?.amount}`);
  }
}

async function checkReservations({ database, promises, findings }: World): Promise<void> {
  const rows = await database.ask<{ key: string; status: string }>(
    "select member_id || ':' || biz_id as key, status from ums_credit_reservation",
  );
  const found = new Map(rows.map(({ key, status }) => [key, status]));
  for (const [key, { released }] of promises.reservations) {
    const status = found.get(key);
    if (!status || (released && !["RELEASED", "EXPIRED"].includes(status)))
      findings.violate("answer", `reservation ${key}: ${released ? "released" : "held"}, and is ${status}`);
  }
}

async function checkRefunds({ database, promises, findings }: World): Promise<void> {
  const rows = await database.ask<{ sn: string; fen: number; status: string }>(
    "select order_sn as sn, refund_amount_fen as fen, status from oms_refund_records where kind = 'ORDER'",
  );
  for (const { orderSn, amountFen, done } of promises.refunds) {
    const fits = rows.some(
      ({ sn, fen, status }) => sn === orderSn && fen === amountFen && (!done || status === "SUCCESS"),
    );
    if (!fits) findings.violate("answer", `a refund of ${amountFen} fen of ${orderSn} was ${done ? "made" : "taken"}`);
  }
}

async function checkReviews({ database, promises, findings }: World): Promise<void> {
  const rows = await database.ask<{ key: string }>(
    "select concat_ws(':', refund_id, admin_id, verdict) as key from oms_refund_review",
  );
  const found = new Set(rows.map(({ key }) => key));
  for (const { refundId, adminId, verdict } of promises.reviews)
    if (!found.has(`${refundId}:${adminId}:${verdict}`))
      findings.violate("answer", `admin ${adminId} said ${verdict} about refund ${refundId}`);
}

/** What finance and buyers were answered about an invoice stands on it. */
async function checkInvoices({ database, promises, findings }: World): Promise<void> {
  const rows = await database.ask<{
    sn: string;
    member: string;
    status: string;
    fen: number;
    number: string;
    red: string;
  }>(
    "select invoice_sn as sn, member_id as member, status, amount_fen as fen, number, red_number as red from oms_invoice",
  );
  const found = new Map(rows.map((row) => [row.sn, row]));
  for (const { status } of rows) findings.count(`invoices ${status}`);
  for (const [sn, { memberId, ends }] of promises.invoices) {
    const row = found.get(sn);
    if (row?.member !== String(memberId)) findings.violate("answer", `invoice ${sn} was asked for and is not there`);
    for (const end of ends) {
      const isKept =
        end.status === "ISSUED"
          ? row?.number === end.number && row.fen === end.amountFen
          : row?.status === end.status && (end.status !== "RED" || row.red === end.number);
      if (!isKept) findings.violate("answer", `invoice ${sn} was said to be ${end.status} and is ${row?.status}`);
    }
  }
}

/**
 * Nobody began a refund of money that stands on an issued invoice before its red letter. All three are written once and never
 * changed, so the transactions that wrote them tell the order in which they happened.
 */
async function checkRedLetters({ database, findings }: World): Promise<void> {
  const rows = await database.ask<{ subject: string }>(
    `select i.invoice_sn || ' ' || l.order_sn as subject from oms_invoice i
      join sys_audit_log issued on issued.action = 'INVOICE_ISSUED' and issued.target = i.invoice_sn
      left join sys_audit_log red on red.action = 'INVOICE_RED' and red.target = i.invoice_sn
      join oms_invoice_order l on l.invoice_id = i.id and l.drop_time is null
      join oms_order_event begun on begun.order_id = l.order_id and begun.type in ('REFUND_REQUESTED', 'DESK_REFUND_STARTED')
        and (begun.detail ->> 'amountFen')::int > 0
      where begun.xmin::text::bigint > issued.xmin::text::bigint
        and (red.id is null or begun.xmin::text::bigint < red.xmin::text::bigint)`,
  );
  for (const { subject } of rows) findings.violate("answer", `refunded without its red letter: ${subject}`);
}
