import pg from "pg";
import type { Postgres } from "../scripts/postgres.ts";
import { startDriver } from "./drive.ts";
import type { Range } from "./measure.ts";
import { openShop } from "./paths.ts";
import { openDatabase, startApp, type Keys, type Served } from "./premises.ts";
import { stockShop } from "./stock.ts";

/** What was started, to be stopped in the opposite order. */
export type Closing = (() => Promise<unknown>)[];

/** A stocked shop, its app, and what fires at it. */
export interface Site extends Range<"app" | "sql" | "floor"> {
  readonly app: Served;
  readonly env: Readonly<Record<string, string>>;
}

export interface SiteOptions {
  readonly name: string;
  readonly orders: number;
  readonly postgres: Postgres;
  readonly keys: Keys;
  readonly floor: Served;
}

export async function openSite(options: SiteOptions, closing: Closing): Promise<Site> {
  const { name, orders, postgres, keys, floor } = options;
  console.log(`正在准备 ${orders.toLocaleString("en")} 个订单……`);
  const address = await openDatabase(postgres, name);
  const db = new pg.Pool({ connectionString: address, max: 2 });
  // An idle connection may hear of the server's end before it hears of ours.
  db.on("error", () => {});
  closing.push(() => db.end());
  await stockShop(db, orders);

  const env = { ...keys.env, DATABASE_URL: address };
  const driver = startDriver(env);
  closing.push(driver.stop);
  const app = await startApp(`账房-${name}`, env);
  closing.push(app.stop);
  return {
    app,
    env,
    shop: await openShop(db, driver, keys.alipay),
    targets: {
      app: { kind: "app", origins: [app.origin] },
      sql: { kind: "sql" },
      floor: { kind: "floor", origins: [floor.origin] },
    },
  };
}
