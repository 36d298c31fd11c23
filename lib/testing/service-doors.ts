import type { DoorRow } from "./door-row.ts";
import type { Premises } from "./premises.ts";

/** A key alone opens them, whoever's session comes with the request. */
const BACK_ENDS = "401 401 401 401 401 200";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const NOWHERE = "404 404 404 404 404 404";
const noDoor = () => ({ params: { rest: ["no", "such", "door"] } });

const theCustomer = ({ customer: { customerId } }: Premises) => ({ params: { customerId } });

/** What is no address. */
export const NO_DOORS: Readonly<Record<string, DoorRow>> = Object.fromEntries(
  METHODS.map((method) => [`${method} /api/[...rest]`, { answers: NOWHERE, good: noDoor }]),
);

/** The addresses of the product's own back end. What keys of other kinds meet there: app/api/service-doors.test.ts. */
export const SERVICE_DOORS: Readonly<Record<string, DoorRow>> = {
  "PUT /api/v1/customers/[customerId]": {
    answers: BACK_ENDS,
    good: (premises) => ({ ...theCustomer(premises), body: { email: "user@example.com", name: "用户" } }),
  },
  "GET /api/v1/customers/[customerId]": { answers: BACK_ENDS, good: theCustomer },
};
