/** Loaded in front of the bot: when the playground is gone, so is its Slack, and the bot ends as on SIGTERM. */
const LATEST_MS = 15_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(70), LATEST_MS).unref();
});
process.channel?.unref();
