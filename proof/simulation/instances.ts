import { startInstance, type Instance } from "../instance.ts";
import type { Findings } from "./findings.ts";

export interface InstancesOptions {
  /** One for each instance. */
  readonly envs: readonly Readonly<Record<string, string>>[];
  /** Another folder for a copy of the product with a bug in it. */
  readonly root?: string | undefined;
  readonly logFile: string;
}

/** The instances of the product that stand behind the front. */
export class Instances {
  readonly #options: InstancesOptions;
  readonly #findings: Findings;
  readonly #slots: (Instance | null)[];

  constructor(options: InstancesOptions, findings: Findings) {
    [this.#options, this.#findings] = [options, findings];
    this.#slots = options.envs.map(() => null);
  }

  async start(): Promise<void> {
    await Promise.all(this.#slots.map((_, i) => this.#begin(i)));
  }

  living(): string[] {
    return this.#slots.flatMap((slot) => slot?.url ?? []);
  }

  /** Null while it is away. */
  urlOf(which: number): string | null {
    return this.#slots[which]?.url ?? null;
  }

  /** SIGKILL, then `meanwhile`, then a restart. Skipped while it is down. */
  async kill(which: number, meanwhile: () => Promise<unknown>): Promise<void> {
    const victim = this.#slots[which];
    if (!victim) return;
    this.#slots[which] = null;
    this.#findings.count("kills");
    await victim.kill();
    await meanwhile();
    await this.#begin(which);
  }

  async stop(): Promise<void> {
    const standing = this.#slots.flatMap((slot) => slot ?? []);
    this.#slots.fill(null);
    await Promise.all(standing.map((instance) => instance.kill()));
  }

  async #begin(which: number): Promise<void> {
    const { root, envs, logFile } = this.#options;
    const instance = await startInstance({ env: envs[which]!, logFile, ...(root ? { root } : {}) });
    this.#slots[which] = instance;
    void instance.ended.then(() => {
      if (this.#slots[which] === instance) this.#findings.violate("fallen", `instance ${which} ended by itself`);
    });
  }
}
