import { describe, expect, test } from "vitest";
import { Gate } from "./gate.ts";

/** Work that ends when it is told to. */
function held(): { work: () => Promise<string>; end: () => void; begun: () => boolean } {
  let end = () => {};
  let begun = false;
  const over = new Promise<string>((done) => {
    end = () => done("done");
  });
  return {
    work: () => {
      begun = true;
      return over;
    },
    end: () => end(),
    begun: () => begun,
  };
}

const settled = () => new Promise((done) => setImmediate(done));

describe("a gate", () => {
  test("lets so many through at once, keeps so many waiting, and refuses what comes beyond", async () => {
    const gate = new Gate("test", { atOnce: 2, waiting: 1 });
    const works = [held(), held(), held(), held()];
    const results = works.map(({ work }) => gate.run(work).catch((error: { code: string }) => error.code));
    await settled();
    expect(works.map(({ begun }) => begun())).toEqual([true, true, false, false]);
    expect(gate.load).toEqual({ name: "test", active: 2, waiting: 1, refused: 1 });
    works[0]!.end();
    await settled();
    expect(works[2]!.begun()).toBe(true);
    for (const { end } of works) end();
    expect(await Promise.all(results)).toEqual(["done", "done", "done", "BUSY"]);
    expect(gate.load).toMatchObject({ active: 0, waiting: 0 });
  });

  test("a failure gives its place to the next", async () => {
    const gate = new Gate("test", { atOnce: 1, waiting: 1 });
    const failed = gate.run(() => Promise.reject(new Error("planted")));
    const next = gate.run(() => Promise.resolve("next"));
    await expect(failed).rejects.toThrow("planted");
    expect(await next).toBe("next");
  });
});
