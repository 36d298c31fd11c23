/** An invalid /control request; the message says why. Answered as 400. */
export class BadRequest extends Error {}
