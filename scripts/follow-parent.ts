// Loaded with --import into every process of a world: whoever started it is gone, however it went, so it goes too.
// Its own children inherit the flag but not the duty: Next's workers have channels and parents of their own.
if (process.env.ZHANGFANG_PARENT === String(process.ppid)) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // The channel alone keeps nobody alive.
  process.channel?.unref();
}
