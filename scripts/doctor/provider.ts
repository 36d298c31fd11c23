import { z } from "zod";
import { discoveryOf, type OidcEnv } from "../../lib/oidc-settings.ts";
import { error, ok, warning, wordsOf, type Finding } from "./finding.ts";

const TIMEOUT_MS = 8_000;

/** As much of a provider's description of itself as signing in needs. */
const DESCRIPTION = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  id_token_signing_alg_values_supported: z.array(z.string()).default(["RS256"]),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
});

/** What the product's provider says of itself, and whether signing in can work so. Nothing where none is configured. */
export async function examineProvider(oidc: OidcEnv | null): Promise<Finding[]> {
  if (!oidc) return [];
  const address = discoveryOf(oidc.issuer);
  let said: unknown;
  try {
    // next-auth follows no redirect either.
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status !== 200) throw new Error(`回答是 ${response.status}`);
    said = await response.json();
  } catch (thrown) {
    return [
      error(`读不到 OIDC 提供方的说明 ${address}：${wordsOf(thrown)}`, "核对 OIDC_ISSUER，以及这台机器能否访问它"),
    ];
  }
  const described = DESCRIPTION.safeParse(said);
  if (!described.success)
    return [
      error(
        `${address} 不是 OpenID 提供方的说明`,
        "核对 OIDC_ISSUER：它后面加上 /.well-known/openid-configuration 应能打开",
      ),
    ];
  return judge(oidc, described.data);
}

function judge({ issuer }: OidcEnv, described: z.output<typeof DESCRIPTION>): Finding[] {
  if (described.issuer !== issuer)
    return [
      error(
        `OIDC 提供方自称 ${described.issuer}，OIDC_ISSUER 却是 ${issuer}：没有人能用它登录`,
        "把 OIDC_ISSUER 改得与它自称的一字不差，斜杠也算；如果不认识那个地址，不要用它",
      ),
    ];
  if (!described.id_token_signing_alg_values_supported.includes("RS256"))
    return [error("OIDC 提供方不用 RS256 签名", "在提供方那里为这个客户端选用 RS256")];
  if (!described.token_endpoint_auth_methods_supported.includes("client_secret_basic"))
    return [warning("OIDC 提供方没有说支持 client_secret_basic", "在提供方那里为这个客户端选用 client_secret_basic")];
  return [ok(`OIDC 提供方 ${issuer} 回答，自称与配置一致`)];
}
