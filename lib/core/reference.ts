/** Where the API reference is shown, in a document of its own. */
export const REFERENCE_PATH = "/developers/reference";

/**
 * Two style elements that its viewer (`public/scalar.js`) writes without a nonce, by their digests: of its short messages, and of
 * its colours. Another version of the viewer writes others (decision 71).
 */
export const REFERENCE_STYLES = [
  "'sha256-l/2OpPg0d+2VLTLgwjf5mQo2CYwHDEqdj5TjbfEyVJI='",
  "'sha256-T13Uev3xCax2N28XaoAE8DOzQZKvPp7ZQVAi1iRREjo='",
] as const;
