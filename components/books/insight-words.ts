/** "99.87%"; never rounded up to what was not reached. null: nothing to divide. */
export function rateText(rate: number | null): string {
  return rate === null ? "—" : `${(Math.floor(rate * 10_000) / 100).toFixed(2)}%`;
}

/** "350 毫秒", "1.2 秒", "3 分 5 秒", "2 小时 10 分" from milliseconds. null: there was none. */
export function spanText(ms: number | null): string {
  if (ms === null) return "—";
  if (ms < 1_000) return `${ms} 毫秒`;
  const seconds = Math.round(ms / 1_000);
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} 秒`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`;
  return `${Math.floor(seconds / 3_600)} 小时 ${Math.floor((seconds % 3_600) / 60)} 分`;
}
