/**
 * What stands before a customer id where orders are looked for: an id of the product's may look like a part of an order number,
 * and half a number is refused.
 */
export const OF_CUSTOMER = "customer:";
