import type { Locator, Page } from "@playwright/test";
import type { Customer } from "./customer.ts";

/** A page in one of its states, as it is looked at. */
export interface View {
  readonly name: string;
  readonly as: "stranger" | "newcomer" | "customer" | "admin";
  readonly path: (customer: Customer) => string;
  /** What the browser's tab says. */
  readonly title: string;
  /** There once the page has all it shows. */
  readonly ready: (page: Page) => Locator;
  /** What most people come for; reached with the Tab key alone. */
  readonly main: (page: Page) => Locator;
  /** From the page to the state. */
  readonly open?: (page: Page) => Promise<void>;
  /** The document's own answer, when it is not 200. */
  readonly status?: number;
}

export const button = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first();
export const link = (name: string) => (page: Page) => page.getByRole("main").getByRole("link", { name }).first();
export const heading = (name: string) => (page: Page) => page.getByRole("heading", { name });
