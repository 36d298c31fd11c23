/** Called once before the server takes its first request: a bad environment stops the start with one complete list. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { checkEnvironment, checkPooler } = await import("./lib/start.ts");
  checkEnvironment();
  await checkPooler();
  const { watchChannel } = await import("./lib/payments/watch-channel.ts");
  watchChannel();
  const { startJobs } = await import("./lib/jobs/start-jobs.ts");
  // A function of Vercel sleeps once it has answered: there the cron alone sends mails, and it could not hear of changes.
  const livesOn = process.env.VERCEL === undefined;
  startJobs(new Date(), { livesOn });
  if (!livesOn) return;
  const { cacheCatalog } = await import("./lib/catalog/show-catalog.ts");
  cacheCatalog();
}
