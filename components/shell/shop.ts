/** What every page says of the shop. Null: not set. */
export interface Shop {
  readonly name: string;
  /** The address of its mark. */
  readonly markUrl: string | null;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  readonly filingNumber: string | null;
}
