import { describe, expect, it } from "vitest";
import { configuration } from "../scripts/environment.mjs";
import { EnvError, parseEnv } from "./env.ts";
import { OIDC } from "./testing/oidc-settings.ts";

function problemsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

describe("the product's own provider", () => {
  it("is read whole, or not at all: what is missing is named", () => {
    expect(parseEnv({ ...configuration(), ...OIDC }).oidc).toEqual({
      issuer: "https://id.example.com/realms/main",
      clientId: "zhangfang",
      clientSecret: "a secret",
      name: "某产品",
    });
    for (const name of Object.keys(OIDC)) {
      const problems = problemsOf({ ...configuration(), ...OIDC, [name]: undefined });
      expect(problems).toEqual([expect.stringMatching(`^${name}：没有设置；.*要么都配置，要么都不配置$`)]);
    }
    expect(problemsOf({ ...configuration(), OIDC_NAME: "某产品" })).toHaveLength(3);
    expect(
      problemsOf({ ...configuration(), ...OIDC, OIDC_CLIENT_SECRET: "", OIDC_CLIENT_SECRET_FILE: "/nowhere" }),
    ).toEqual(["OIDC_CLIENT_SECRET_FILE：读不到 /nowhere（ENOENT）"]);
  });

  it.each(["http://localhost:4000", "http://127.0.0.1:4000/oidc", "https://id.example.com/"])(
    "%s is taken",
    (issuer) => {
      expect(parseEnv({ ...configuration(), ...OIDC, OIDC_ISSUER: issuer }).oidc?.issuer).toBe(issuer);
    },
  );

  it.each([
    ["OIDC_ISSUER", "http://id.example.com", "必须使用 https"],
    ["OIDC_ISSUER", "id.example.com", "https:// 开头"],
    ["OIDC_ISSUER", "https://id.example.com/?a=1", "不能带"],
    ["OIDC_ISSUER", "https://user@id.example.com", "不能带"],
    ["OIDC_NAME", "很".repeat(21), "最多 20 个字"],
  ])("names a bad value of %s: %s", (name, value, why) => {
    const problems = problemsOf({ ...configuration(), ...OIDC, [name]: value });
    expect(problems).toEqual([expect.stringMatching(`^${name}：.*${why}`)]);
  });
});
