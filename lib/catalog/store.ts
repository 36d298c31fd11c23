import { row, rows, sql } from "../db/sql.ts";

export interface CreditProduct {
  id: bigint;
  name: string;
  creditAmount: number;
  bonusCredits: number;
  priceFen: number;
  validDays: number | null;
}

export interface Plan {
  id: bigint;
  code: string;
  name: string;
  level: number;
  priceMonthlyFen: number;
  priceYearlyFen: number;
  features: string[];
}

const productColumns = sql`id, name, credit_amount as "creditAmount", bonus_credits as "bonusCredits", price_fen as "priceFen", valid_days as "validDays"`;
const planColumns = sql`id, code, name, level, price_monthly_fen as "priceMonthlyFen", price_yearly_fen as "priceYearlyFen", features`;

/** A catalogue is what fits a shop window. */
const WINDOW = 100;

export function findProductsOnSale(): Promise<CreditProduct[]> {
  return rows(
    sql`select ${productColumns} from pms_credit_product where status = 'ON_SALE' order by sort, id limit ${WINDOW}`,
  );
}

export function findPlansOnSale(): Promise<Plan[]> {
  return rows(
    sql`select ${planColumns} from ums_subscription_plans where status = 'ON_SALE' order by sort, id limit ${WINDOW}`,
  );
}

export function findProductOnSale(id: number): Promise<CreditProduct | null> {
  return row(sql`select ${productColumns} from pms_credit_product where id = ${id} and status = 'ON_SALE'`);
}

export function findPlanOnSale(id: number): Promise<Plan | null> {
  return row(sql`select ${planColumns} from ums_subscription_plans where id = ${id} and status = 'ON_SALE'`);
}
