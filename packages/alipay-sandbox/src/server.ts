#!/usr/bin/env node
/** Starts the local Alipay in a process of its own, as the environment says. */
import { createAlipay } from "./create-alipay.ts";
import { readSettings } from "./settings.ts";

async function start(): Promise<void> {
  const { url, gateway } = await createAlipay(readSettings());
  console.log(`SANDBOX_URL=${url}`);
  console.log(`沙箱支付宝已启动：${url}（控制台）  网关 ${gateway}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
}

start().catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === "EADDRINUSE" ? "SANDBOX_PORT 指定的端口已被占用，请换一个" : error.message;
  console.error(`沙箱没有启动：${taken}`);
  process.exit(1);
});
