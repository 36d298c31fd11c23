import { sql, type Expression, type SqlBool } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import { OPEN_REFUND_STATUSES, type BillingCycle } from "../core/states.ts";
import { lotsAt } from "../credits/lots-at.ts";
import { cycleIn } from "../db/cycle.ts";
import { db, literal, literals } from "../db/database.ts";
import { compiled, type Given } from "../db/prepared.ts";

type Values = Given<{ customerId: string; now: Date }>;

/** Upper bound of each list of a customer's. */
const LISTED = 50;

/** The member's lots that hold something, as an expired lease leaves them. */
const lotsOf = (now: Expression<Date>) =>
  db
    .selectFrom(lotsAt(now))
    .whereRef("lot.memberId", "=", sql.ref<bigint>("c.memberId"))
    .where("lot.remaining", ">", literal(0));

const free = sql<number>`lot.remaining - lot.frozen - lot.reserved`;
const isLive = (now: Expression<Date>) => sql<SqlBool>`(lot.expire_time is null or lot.expire_time > ${now})`;
const sumOf = (what: Expression<number>) => sql<number>`coalesce(sum(${what}), 0)`;

const creditsOf = ({ now }: Values) =>
  lotsOf(now).select(({ ref }) =>
    jsonBuildObject({
      total: sumOf(ref("lot.remaining")),
      frozen: sumOf(ref("lot.frozen")),
      reserved: sumOf(ref("lot.reserved")),
      available: sql<number>`coalesce(sum(${free}) filter (where ${isLive(now)}), 0)`,
    }).as("credits"),
  );

/** Of what can be spent, that which ends first. */
const nextExpiryOf = ({ now }: Values) =>
  lotsOf(now)
    .select(({ ref }) =>
      jsonBuildObject({ amount: sumOf(free), time: sql<Date>`${ref("lot.expireTime")}` }).as("nextExpiry"),
    )
    .where("lot.expireTime", ">", now)
    .where(sql<SqlBool>`${free} > 0`)
    .groupBy("lot.expireTime")
    .orderBy("lot.expireTime")
    .limit(literal(1));

/** The periods that run or will run, the first to begin first. */
const periodsOf = ({ now }: Values) => {
  const periods = db
    .selectFrom("umsMemberSubscriptions as s")
    .select(["s.planCode", "s.planName", "s.planLevel", "s.startDate", "s.endDate", "s.id"])
    .select(cycleIn<BillingCycle>("s").as("billingCycle"))
    .whereRef("s.memberId", "=", sql.ref<bigint>("c.memberId"))
    .where("s.status", "=", literal("ACTIVE"))
    .where("s.endDate", ">", now)
    .orderBy("s.startDate")
    .limit(literal(LISTED));
  return db.selectFrom(periods.as("p")).select(({ fn, ref }) => {
    const period = jsonBuildObject({
      planCode: ref("p.planCode"),
      planName: ref("p.planName"),
      planLevel: ref("p.planLevel"),
      billingCycle: ref("p.billingCycle"),
      startDate: ref("p.startDate"),
      endDate: ref("p.endDate"),
    });
    return fn.jsonAgg(period).orderBy("p.startDate").orderBy("p.id").as("periods");
  });
};

const openOrdersOf = () => {
  const open = db
    .selectFrom("omsOrder as o")
    .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
    .select(["o.id", "o.orderSn", "item.productName", "o.payAmountFen", "o.createTime", "o.expireTime"])
    .whereRef("o.memberId", "=", sql.ref<bigint>("c.memberId"))
    .where("o.status", "=", literal("PENDING"))
    .orderBy("o.id", "desc")
    .limit(literal(LISTED));
  return db.selectFrom(open.as("o")).select(({ fn, ref }) => {
    const order = jsonBuildObject({
      orderSn: ref("o.orderSn"),
      productName: ref("o.productName"),
      amountFen: ref("o.payAmountFen"),
      createTime: ref("o.createTime"),
      expireTime: ref("o.expireTime"),
    });
    return fn.jsonAgg(order).orderBy("o.id", "desc").as("orders");
  });
};

const openRefundsOf = () => {
  const open = db
    .selectFrom("omsRefundRecords as r")
    .select(["r.id", "r.orderSn", "r.refundAmountFen", "r.status", "r.createTime"])
    .whereRef("r.memberId", "=", sql.ref<bigint>("c.memberId"))
    .where("r.status", "in", literals(OPEN_REFUND_STATUSES))
    .orderBy("r.id", "desc")
    .limit(literal(LISTED));
  return db.selectFrom(open.as("r")).select(({ fn, ref }) => {
    const refund = jsonBuildObject({
      orderSn: ref("r.orderSn"),
      amountFen: ref("r.refundAmountFen"),
      status: ref("r.status"),
      createTime: ref("r.createTime"),
    });
    return fn.jsonAgg(refund).orderBy("r.id", "desc").as("refunds");
  });
};

export type CustomerState = NonNullable<Awaited<ReturnType<typeof findCustomerState>>>;

// Compiled once: a product asks it before whatever it does for its user.
const states = compiled((given: Values) =>
  db
    .selectFrom("umsCustomer as c")
    .innerJoin("umsMember as m", "m.id", "c.memberId")
    .select(["c.externalId as customerId", "c.email", "c.name", "m.status"])
    .select([
      creditsOf(given).as("credits"),
      nextExpiryOf(given).as("nextExpiry"),
      periodsOf(given).as("periods"),
      openOrdersOf().as("openOrders"),
      openRefundsOf().as("openRefunds"),
    ])
    .where("c.externalId", "=", given.customerId),
);

/** A customer with all that a product needs to decide, as of `now`; in one statement. */
export async function findCustomerState(customerId: string, now: Date) {
  const [found] = await states({ customerId, now });
  return found ?? null;
}
