/** What every page says of the shop. Null: not set. */
export interface Shop {
  readonly name: string;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  readonly filingNumber: string | null;
}
