import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    env: { TZ: "Asia/Shanghai" },
    exclude: ["node_modules/**", ".next/**", "e2e/**", ".data/**", "packages/*/dist/**"],
    pool: "forks",
    globalSetup: "lib/testing/global-setup.ts",
    setupFiles: "lib/testing/worker-setup.ts",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
