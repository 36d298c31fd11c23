/** What of a shop stands in its snippets. */
export interface Place {
  /** The shop's own origin. */
  readonly origin: string;
  /** A pack that is on sale. */
  readonly productId: number;
}

export const LANGUAGES = ["curl", "Node", "Python", "Java", "Go"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The steps of the quick start that have code. In every language they follow on from each other, as one program. */
export const STEPS = ["begin", "customer", "state", "checkout", "endpoint", "verify", "consume"] as const;
export type StepName = (typeof STEPS)[number];
export type Snippets = Readonly<Record<StepName, string>>;
