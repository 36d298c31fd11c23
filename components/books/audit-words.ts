const FIELDS = ["from", "to", "actor", "action", "target"] as const;

/** The filters of the audit log as they stand in the address; "": none. */
export type AuditFilterWords = Readonly<Record<(typeof FIELDS)[number], string>>;

export function filterIn(words: { get(name: string): string | null }): AuditFilterWords {
  return Object.fromEntries(FIELDS.map((field) => [field, words.get(field) ?? ""])) as AuditFilterWords;
}
