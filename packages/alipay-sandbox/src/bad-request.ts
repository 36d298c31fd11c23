/** The caller of /control asked for something that cannot be; the message says what. Answered as 400. */
export class BadRequest extends Error {}
