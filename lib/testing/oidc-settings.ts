/** A provider as the environment names it. */
export const OIDC = {
  OIDC_ISSUER: "https://id.example.com/realms/main",
  OIDC_CLIENT_ID: "zhangfang",
  OIDC_CLIENT_SECRET: "a secret",
  OIDC_NAME: "某产品",
};
