/** The names of this machine in an address. Only between them may http do without a certificate. */
export const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
