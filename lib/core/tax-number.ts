/** The characters of a unified social credit code: no I, O, S, V, Z. A character's value is its place. */
const CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const MODULUS = CODE_CHARACTERS.length;

/** The place n has the weight 3^n mod 31 (GB 32100-2015). */
const WEIGHTS = Array.from({ length: 17 }, (_, place) => 3 ** place % MODULUS);

/** Authority, kind, six digits of the district, nine of the organisation, check character. */
const UNIFIED = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** Numbers of before the unified code: 15 characters, and 20 of tax payers registered by a person's id. They have no check. */
const OLD = /^([0-9A-Z]{15}|[0-9A-Z]{20})$/;

function isUnifiedCode(text: string): boolean {
  if (!UNIFIED.test(text)) return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * CODE_CHARACTERS.indexOf(text[place]!), 0);
  return CODE_CHARACTERS[(MODULUS - (sum % MODULUS)) % MODULUS] === text[17];
}

/** Whether a company's invoice may bear this tax number: a unified social credit code whose check character fits, or an old number. */
export function isTaxNumber(text: string): boolean {
  return text.length === 18 ? isUnifiedCode(text) : OLD.test(text);
}
