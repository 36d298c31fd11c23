/** Starts the local Alipay: `node sandbox/server.ts`. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { listener } from "./router.ts";
import { openSandbox } from "./sandbox.ts";
import { readSettings } from "./settings.ts";

async function start(): Promise<void> {
  const settings = readSettings();
  const sandbox = await openSandbox(settings);
  const server = createServer(listener(sandbox));
  await listen(server, settings.port);
  sandbox.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(`SANDBOX_URL=${sandbox.origin}`);
  console.log(`沙箱支付宝已启动：${sandbox.origin}（控制台）  网关 ${sandbox.origin}/gateway.do`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

start().catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === "EADDRINUSE" ? "SANDBOX_PORT 指定的端口已被占用，请换一个" : error.message;
  console.error(`沙箱没有启动：${taken}`);
  process.exit(1);
});
