/** Everything that one run of the sandbox holds, wired together. */
import { BillDesk } from "./bill-desk.ts";
import { CallLog } from "./call-log.ts";
import { Clock } from "./clock.ts";
import { Faults } from "./faults.ts";
import { Journal } from "./journal.ts";
import { changeSwitches, defaultSwitches, MERCHANT, type Identity, type Merchant, type Switches } from "./merchant.ts";
import { Merchants } from "./merchants.ts";
import { Notifier } from "./notifier.ts";
import { PayRequests } from "./pay-requests.ts";
import { Purses } from "./purses.ts";
import type { Settings } from "./settings.ts";
import { TradeBook } from "./trade-book.ts";

export type Sandbox = {
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  origin: string;
  settings: Omit<Settings, "port">;
  journal: Journal;
  merchants: Merchants;
  clock: Clock;
  switches: Switches;
  faults: Faults;
  purses: Purses;
  requests: PayRequests;
  book: TradeBook;
  notifier: Notifier;
  calls: CallLog;
  bills: BillDesk;
};

/** Creates the sandbox state, from the data folder if there is one. */
export async function openSandbox(settings: Omit<Settings, "port">): Promise<Sandbox> {
  const journal = new Journal(settings.dataFolder);
  const clock = new Clock(settings.clock);
  const merchants = await Merchants.open(journal, clock.now());
  const switches = defaultSwitches();
  changeSwitches(switches, journal.loaded<Switches>("switches").get("all") ?? {});
  const faults = new Faults();
  const purses = new Purses(journal);
  for (const { sellerId } of merchants.all()) purses.addSeller(sellerId);
  const requests = new PayRequests(journal);
  const parts = {
    clock,
    faults,
    journal,
    switches,
    key: (appId: string | undefined) => merchants.of({ appId }).alipayKey,
  };
  const notifier = new Notifier(parts, (outTradeNo, line) => noteOn(book, outTradeNo, line));
  const book = new TradeBook({ clock, journal, purses, switches }, (event) => notifier.announce(event));
  const records = { calls: new CallLog(), bills: new BillDesk() };
  journal.started();
  const state = { clock, switches, faults, purses, requests, book, notifier };
  return { origin: "", settings, journal, merchants, ...state, ...records };
}

/** Writes a line into the trade's history, if there is such a trade. */
export function noteOn(book: TradeBook, outTradeNo: string, line: string): void {
  const trade = book.find({ outTradeNo });
  if (!trade) return;
  book.note(trade, line);
  book.save(trade);
}

/** The merchant whose app a call names; the first one where it names none. */
export function callerOf(parameters: Record<string, string>, { merchants }: Sandbox): Identity {
  const { appId, sellerId } = merchants.of({ appId: parameters["app_id"] });
  return { appId, sellerId };
}

/** Throws BadRequest for an unknown app. */
export const merchantOf = ({ origin, merchants }: Sandbox, appId: string = MERCHANT.appId): Merchant =>
  merchants.settings(appId, `${origin}/gateway.do`);

/** Resets everything except the merchants and their keys, so that they stay configured. No earlier notice is sent after this. */
export async function resetSandbox(sandbox: Sandbox): Promise<void> {
  const { book, notifier, requests, purses, faults, calls, bills, clock, switches, journal, merchants } = sandbox;
  book.reset();
  requests.reset();
  purses.reset();
  faults.clear();
  calls.reset();
  bills.reset();
  clock.stop();
  clock.set({ mode: "real" });
  clock.set(sandbox.settings.clock);
  Object.assign(switches, defaultSwitches());
  journal.clear(merchants.kept());
  await notifier.reset();
}

/** Ends every timer and every send, so that the process may end. What the data folder keeps stays there. */
export async function closeSandbox({ book, clock, notifier }: Sandbox): Promise<void> {
  book.reset();
  clock.stop();
  await notifier.reset();
}
