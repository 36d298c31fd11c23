import type { BrowserContext } from "@playwright/test";

interface Answer {
  readonly status: number;
  readonly url: string;
}

/** Chromium repeats in the console what the network already said; the answers themselves are judged instead. */
const ECHO = "Failed to load resource:";

/** A page that was left, or a question that was no longer wanted. */
const GIVEN_UP = "net::ERR_ABORTED";

/**
 * Everything that goes wrong behind the pages of a context: errors in the console (a refusal by the page policy is one),
 * exceptions, answers from 400 on, requests without an answer. What a test means to happen it names beforehand.
 */
export class Watch {
  readonly #problems: string[] = [];
  readonly #refusals: Answer[] = [];
  readonly #expected: { readonly status: number; readonly address: RegExp }[] = [];

  constructor(context: BrowserContext) {
    context.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith(ECHO)) this.#problems.push(message.text());
    });
    context.on("weberror", (event) => this.#problems.push(event.error().stack ?? event.error().message));
    context.on("response", (response) => {
      if (response.status() >= 400) this.#refusals.push({ status: response.status(), url: response.url() });
    });
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      if (reason !== GIVEN_UP) this.#refusals.push({ status: 0, url: request.url() });
    });
  }

  /** The test brings this answer about; 0 is no answer at all. One that never comes is a problem too. */
  expects(status: number, address: RegExp): void {
    this.#expected.push({ status, address });
  }

  /** Takes out the problems that match: for the tests of the watch itself. */
  takeProblems(matching: RegExp): string[] {
    const taken = this.#problems.filter((problem) => matching.test(problem));
    this.#problems.splice(0, Infinity, ...this.#problems.filter((problem) => !taken.includes(problem)));
    return taken;
  }

  /** All that was not meant to happen, and all that was meant to and did not. */
  problems(): string[] {
    const fits = ({ status, url }: Answer) =>
      this.#expected.some((one) => one.status === status && one.address.test(url));
    const seen = this.#expected.filter(({ status, address }) =>
      this.#refusals.some((answer) => answer.status === status && address.test(answer.url)),
    );
    return [
      ...this.#problems,
      ...this.#refusals.filter((answer) => !fits(answer)).map(({ status, url }) => `${status} ${url}`),
      ...this.#expected
        .filter((one) => !seen.includes(one))
        .map(({ status, address }) => `never came: ${status} ${address}`),
    ];
  }
}
