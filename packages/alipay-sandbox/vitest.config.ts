import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The official SDK writes its timestamps in the zone of the process, and Alipay reads them as Beijing time.
    env: { TZ: "Asia/Shanghai" },
    include: ["src/**/*.test.ts"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
