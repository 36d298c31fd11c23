// Must come first: provides what Next's server provides to the modules below.
import { knock } from "../../lib/testing/doors.ts";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { count, useDatabase } from "../../lib/testing/database.ts";
import { withoutAnswer } from "../../lib/testing/lost-answers.ts";
import { outcomeOf, ProviderBrowser, throughProvider, useProductProvider } from "../../lib/testing/oidc.ts";
import { OTHER_CLIENT } from "../../lib/testing/openid-provider.ts";
import { aNewAddress, doorOf, signIn } from "../../lib/testing/sign-in.ts";

// docs/rules.md R160.

const provider = useProductProvider();
useDatabase();

const ADA = { sub: "u-ada", email: "Ada@Example.com", email_verified: true, name: "阿达" };

const aBrowser = (from = aNewAddress()) => new ProviderBrowser(from);

/** Comes as this user of the product: the id of the member; or why they are not let in. */
async function come(user: typeof ADA, browser = aBrowser()): Promise<number | string> {
  provider.user = user;
  return outcomeOf(await browser.signIn(), browser);
}

describe("what comes back that is no sign-in", () => {
  beforeEach(() => {
    provider.user = ADA;
  });
  const nobodyIn = async () => expect(await count("ums_member_session")).toBe(0);
  const setOut = async (callbackUrl = "/") => {
    const browser = aBrowser();
    const { url } = await browser.setOut(callbackUrl);
    return { browser, back: await throughProvider(url) };
  };

  test("somebody turns back at the provider, and can go on to where they wanted", async () => {
    provider.user = null;
    const { browser, back } = await setOut("/orders?status=0");
    const { headers } = await browser.comeBack(back);
    const { searchParams } = new URL(headers.get("location")!);
    expect(Object.fromEntries(searchParams)).toEqual({ error: "cancelled", callbackUrl: "/orders?status=0" });
    await nobodyIn();
  });

  test("a provider that is down, when somebody sets out and when they are back", async () => {
    provider.isUp = false;
    const { answer } = await aBrowser().setOut("/orders");
    const sentTo = new URL((answer.json as unknown as { url: string }).url);
    expect([answer.status, sentTo.pathname, sentTo.searchParams.get("error")]).toEqual([
      200,
      "/sign-in",
      "unavailable",
    ]);
    expect(sentTo.searchParams.get("callbackUrl")).toBe("/orders");
    provider.isUp = true;
    const { browser, back } = await setOut();
    provider.isUp = false;
    expect(await outcomeOf(await browser.comeBack(back), browser)).toBe("failed");
    await nobodyIn();
  });

  test("a code that was used before: the same browser, and one that goes its own way", async () => {
    const { browser, back } = await setOut();
    expect(await outcomeOf(await browser.comeBack(back), browser)).toBe(1);
    const again = await browser.comeBack(back);
    expect(new URL(again.headers.get("location")!).searchParams.get("error")).toBe("failed");
    const other = await setOut();
    const stolen = new URL(other.back);
    stolen.searchParams.set("code", new URL(back).searchParams.get("code")!);
    expect(await outcomeOf(await other.browser.comeBack(stolen.href), other.browser)).toBe("failed");
    expect(await count("ums_member_session")).toBe(1);
  });

  test("A110 the way back of another browser, with nothing, with a state, with all but the nonce", async () => {
    const victim = await setOut();
    const bare = aBrowser();
    expect(await outcomeOf(await bare.comeBack(victim.back), bare)).toBe("failed");
    const own = await setOut();
    expect(await outcomeOf(await own.browser.comeBack(victim.back), own.browser)).toBe("failed");
    const thief = await setOut();
    thief.browser.steal(victim.browser, "oidc-state");
    thief.browser.steal(victim.browser, "oidc-verifier");
    expect(await outcomeOf(await thief.browser.comeBack(victim.back), thief.browser)).toBe("failed");
    await nobodyIn();
    // Control: with the nonce too, it is the victim's browser.
    const whole = await setOut();
    const { browser, back } = await setOut();
    for (const name of ["oidc-state", "oidc-verifier", "oidc-nonce"]) whole.browser.steal(browser, name);
    expect(await outcomeOf(await whole.browser.comeBack(back), whole.browser)).toBe(1);
  });

  test("A110 the code of another client of the same provider", async () => {
    const browser = aBrowser();
    const { url } = await browser.setOut();
    const elsewhere = new URL(url);
    elsewhere.searchParams.set("client_id", OTHER_CLIENT.id);
    const back = await throughProvider(elsewhere.href);
    expect(new URL(back).searchParams.get("code")).not.toBeNull();
    expect(await outcomeOf(await browser.comeBack(back), browser)).toBe("failed");
    await nobodyIn();
  });

  test("A110 an answer that another issuer gives, or a provider that calls itself otherwise", async () => {
    const { browser, back } = await setOut();
    const mixed = new URL(back);
    mixed.searchParams.set("iss", "https://evil.example");
    expect(await outcomeOf(await browser.comeBack(mixed.href), browser)).toBe("failed");
    const { env } = await import("../../lib/env.ts");
    const settings = env().oidc as { issuer: string };
    settings.issuer = provider.issuer.replace("127.0.0.1", "localhost");
    try {
      expect(await come(ADA)).toBe("failed");
    } finally {
      settings.issuer = provider.issuer;
    }
    await nobodyIn();
    expect(await come(ADA), "control: by its own name").toBe(1);
  });

  test.each([
    "",
    "code=x",
    "state=x",
    "code=x&state=%00",
    "code=a&code=b&state=x",
    "error=access_denied%00&error=2",
    "response=e30.e30.&state=x",
    "id_token=e30.e30.&state=x",
    "oauth_token=x",
    `state=${"x".repeat(5_000)}`,
  ])("garbage: %s", async (brought) => {
    const browser = aBrowser();
    await browser.setOut();
    const answer = await browser.comeBack(`http://localhost:3000/?${brought}`);
    expect(await outcomeOf(answer, browser)).toBe("failed");
    await nobodyIn();
  });

  test("nothing of an address that one posts to goes on to the provider, and none comes back by a form", async () => {
    const door = await doorOf("POST /api/auth/[...nextauth]");
    const csrf = await knock(await doorOf("GET /api/auth/[...nextauth]"), { params: { nextauth: ["csrf"] } });
    const { csrfToken } = csrf.json as unknown as { csrfToken: string };
    const headers = { cookie: csrf.headers.getSetCookie()[0]!.split(";")[0]! };
    const body = { csrfToken, json: "true" };
    const query = "redirect_uri=https%3A%2F%2Fevil.example&prompt=none&scope=openid";
    const { json } = await knock(door, { params: { nextauth: ["signin", "oidc"] }, query, body, headers });
    const asked = new URL((json as unknown as { url: string }).url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      redirect_uri: "http://localhost:3000/api/auth/callback/oidc",
      scope: "openid email profile",
      code_challenge_method: "S256",
    });
    expect([asked.get("prompt"), asked.get("nonce"), asked.get("state")]).toEqual([
      null,
      expect.any(String),
      expect.any(String),
    ]);
    const posted = await knock(door, { params: { nextauth: ["callback", "oidc"] }, body: {}, headers });
    expect([posted.status, posted.json.error]).toEqual([405, "METHOD_NOT_ALLOWED"]);
    for (const nextauth of [["callback", "credentials"], ["callback"], ["callback", "oidc", "more"]])
      expect((await knock(await doorOf("GET /api/auth/[...nextauth]"), { params: { nextauth } })).status).toBe(405);
  });

  test("thirty from one address in ten minutes and no more; a sign-in counts for none, nor do passwords", async () => {
    const from = aNewAddress();
    const fail = () => aBrowser(from).comeBack("http://localhost:3000/?code=x&state=x");
    for (let i = 0; i < 29; i += 1) await fail();
    expect(await come(ADA, aBrowser(from))).toBe(1);
    expect(new URL((await fail()).headers.get("location")!).searchParams.get("error")).toBe("failed");
    expect(await come(ADA, aBrowser(from))).toBe("limit");
    expect((await signIn({ email: "ada@example.com", password: "wrong password" }, { from })).status).toBe(401);
    expect(await come(ADA)).toBe(1);
  });

  test("while our own database does not answer, the sign-in page says so", async () => {
    expect(await come(ADA)).toBe(1);
    const { browser, back } = await setOut();
    const answer = await withoutAnswer("ums_identity", () => browser.comeBack(back));
    expect(await outcomeOf(answer, browser)).toBe("busy");
    expect(await count("ums_member_session")).toBe(1);
  });
});

test("what a stranger writes into the address is in no log", async () => {
  const { log } = await import("../../lib/log.ts");
  const lines = vi.spyOn(log, "warn");
  await aBrowser().comeBack("http://localhost:3000/?error=FORGED&error_description=FORGED");
  await aBrowser().comeBack("http://localhost:3000/?code=FORGED&state=FORGED");
  expect(JSON.stringify(lines.mock.calls)).not.toContain("FORGED");
  lines.mockRestore();
});
