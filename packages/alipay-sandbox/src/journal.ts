/**
 * Persistence: one file of JSON lines, each the latest state of one record; the last line of a key wins. Without a
 * folder nothing is written and everything lives in memory.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Line = { kind: string; key: string; value: unknown };

export class Journal {
  #file: string | undefined;
  #loaded = new Map<string, Map<string, unknown>>();

  /** Opens `folder`, reads what is there and rewrites it without the superseded lines. */
  constructor(folder: string | undefined) {
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, "journal.jsonl");
    for (const line of readLines(this.#file)) this.#keep(line);
    const kept = [...this.#loaded].flatMap(([kind, map]) =>
      [...map].map(([key, value]) => asLine({ kind, key, value })),
    );
    this.#replaceWith(kept);
  }

  /** What was there at the start, by key, in the order of first writing. */
  loaded<T>(kind: string): Map<string, T> {
    return (this.#loaded.get(kind) ?? new Map()) as Map<string, T>;
  }

  write(kind: string, key: string, value: unknown): void {
    if (this.#file) appendFileSync(this.#file, asLine({ kind, key, value }));
  }

  /** Deletes `key`. */
  forget(kind: string, key: string): void {
    this.write(kind, key, null);
  }

  /** Frees the copies kept for starting. */
  started(): void {
    this.#loaded.clear();
  }

  /** Empties the file, but for the lines of `kinds`. */
  clear(keep: Record<string, Record<string, unknown>>): void {
    const lines = Object.entries(keep).flatMap(([kind, map]) =>
      Object.entries(map).map(([key, value]) => asLine({ kind, key, value })),
    );
    this.#replaceWith(lines);
  }

  #keep({ kind, key, value }: Line): void {
    const map = this.#loaded.get(kind) ?? new Map<string, unknown>();
    if (value === null) map.delete(key);
    else map.set(key, value);
    this.#loaded.set(kind, map);
  }

  /** Writes beside and renames, so that a crash leaves the old file or the new one, never half of one. */
  #replaceWith(lines: string[]): void {
    if (!this.#file) return;
    writeFileSync(`${this.#file}.new`, lines.join(""), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

const asLine = (line: Line): string => `${JSON.stringify(line)}\n`;

/** A truncated last line is ignored; other damage is an error. */
function readLines(file: string): Line[] {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}
