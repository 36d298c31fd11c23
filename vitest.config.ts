import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    env: { TZ: "Asia/Shanghai" },
    exclude: ["node_modules/**", ".next/**", "e2e/**", ".data/**", "packages/*/dist/**"],
    pool: "forks",
    // vitest leaves one core to itself, so that on two cores one file would run at a time: 511 s instead of 327.
    maxWorkers: 2,
    globalSetup: "lib/testing/global-setup.ts",
    setupFiles: "lib/testing/worker-setup.ts",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
