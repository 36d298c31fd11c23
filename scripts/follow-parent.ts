// Loaded with --import into every process of a world: it exits when its parent has exited for any reason. Its own
// children inherit the flag but not the duty: Next's workers have channels and parents of their own.
if (process.env.ZHANGFANG_PARENT === String(process.ppid)) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // The channel alone does not keep the process alive.
  process.channel?.unref();
}
