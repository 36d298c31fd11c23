import type { AlertView, ListAlertsQuery } from "../contracts/alerts.ts";
import { pageOf, type Page } from "../contracts/envelope.ts";
import { countOpenAlerts, countOpenByKind, findOpenAlerts, findOrderAlerts } from "./store.ts";
import { alertView } from "./view.ts";

/** Open alerts, newest first. Two reads side by side. */
export async function listAlerts(query: ListAlertsQuery): Promise<Page<AlertView>> {
  const { pageNum = 1, pageSize = 20 } = query;
  const [found, total] = await Promise.all([findOpenAlerts(pageSize, (pageNum - 1) * pageSize), countOpenAlerts()]);
  return pageOf(found.map(alertView), total, pageNum, pageSize);
}

/** How many alerts of each kind are open; kinds without one are absent. One read. */
export function countOpenAlertsByKind() {
  return countOpenByKind();
}

/** Open alerts of one order, newest first. One read. */
export async function listOrderAlerts(orderSn: string): Promise<AlertView[]> {
  return (await findOrderAlerts(orderSn)).map(alertView);
}
