import { db, literal } from "../db/database.ts";

export type StoredGrant = NonNullable<Awaited<ReturnType<typeof findGrant>>>;

/** The grant with this bizId, its lot, and the balance after it. */
export async function findGrant(memberId: bigint, bizId: string) {
  const found = await db
    .selectFrom("umsCreditGrant as g")
    .innerJoin("umsCreditLot as lot", "lot.grantId", "g.id")
    .innerJoin("umsCreditLedger as entry", "entry.lotId", "lot.id")
    .select([
      "g.bizId",
      "g.amount",
      "g.reason",
      "g.expireTime",
      "g.createTime",
      "lot.id as lotId",
      "entry.balanceAfter",
    ])
    .where("g.memberId", "=", memberId)
    .where("g.bizId", "=", bizId)
    .where("entry.entryType", "=", literal("GRANT"))
    .executeTakeFirst();
  return found ?? null;
}
