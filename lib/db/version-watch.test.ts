import { afterEach, expect, inject, test, vi } from "vitest";
import { CATALOG_CHANGES } from "../catalog/store.ts";
import { log } from "../log.ts";
import { query, useDatabase } from "../testing/database.ts";
import { VersionWatch } from "./version-watch.ts";

useDatabase();

const raise = () => query("update pms_credit_product set sort = sort");

let watch: VersionWatch;
afterEach(() => {
  watch.close();
  vi.restoreAllMocks();
});

test("an answer holds for ten seconds", async () => {
  await raise();
  watch = new VersionWatch(CATALOG_CHANGES);
  await vi.waitFor(() => expect(watch.version).not.toBeNull(), { timeout: 5_000 });
  const now = performance.now();
  vi.spyOn(performance, "now").mockReturnValue(now + 10_001);
  expect(watch.version).toBeNull();
});

test("nothing is known where notifications do not arrive", async () => {
  await raise();
  const warn = vi.spyOn(log, "warn");
  // Another database accepts LISTEN and gets no notification of this one, like a pooler in transaction mode.
  vi.stubEnv("DATABASE_URL", inject("world").postgresUrl);
  watch = new VersionWatch(CATALOG_CHANGES);
  await vi.waitFor(
    () =>
      expect(warn.mock.lastCall?.[0]).toMatchObject({ error: { message: expect.stringContaining("does not arrive") } }),
    { timeout: 10_000 },
  );
  expect(watch.version).toBeNull();
});
