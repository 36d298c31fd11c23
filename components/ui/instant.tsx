const DAY = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;

const formats = {
  minute: { ...DAY, ...CLOCK },
  second: { ...DAY, ...CLOCK, second: "2-digit" },
  day: DAY,
  clock: CLOCK,
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** "2026-01-31 08:00": an instant as the shop's calendar (Beijing) writes it, wherever the reader is. */
export function instantText(iso: string, format: keyof typeof formats = "minute"): string {
  // The Swedish way of writing it is the plain one: largest unit first, dashes, 24 hours.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", ...formats[format] }).format(new Date(iso));
}

export function Instant({ iso, format = "minute" }: { iso: string; format?: keyof typeof formats }) {
  return <time dateTime={iso}>{instantText(iso, format)}</time>;
}
