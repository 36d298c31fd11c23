/** What a shop is called that has not said its name. */
export const DEFAULT_SHOP_NAME = "账房";
