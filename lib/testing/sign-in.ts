import { findDoors, knock, type Answer, type Door } from "./doors.ts";

let addresses = 0;
/** A fresh address, so that limits of one test do not affect the next. */
export const aNewAddress = () => `198.51.100.${(addresses += 1)}`;

/** The cookies that an answer sets, as a browser sends them back. */
export function cookiesOf(answer: Pick<Answer, "headers">): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

let doors: Record<string, Door> | undefined;

export async function doorOf(name: string): Promise<Door> {
  doors ??= Object.fromEntries((await findDoors()).map((door) => [door.name, door]));
  return doors[name]!;
}

/** What a browser does: fetch next-auth's token, post the form with it and with the cookies. */
export async function postForm(
  action: string,
  form: object,
  { cookie, ...headers }: { cookie: string },
): Promise<Answer> {
  const get = await doorOf("GET /api/auth/[...nextauth]");
  const csrf = await knock(get, { params: { nextauth: ["csrf"] }, headers: { cookie } });
  const { csrfToken } = csrf.json as unknown as { csrfToken: string };
  return knock(await doorOf("POST /api/auth/[...nextauth]"), {
    params: { nextauth: action.split("/") },
    raw: new URLSearchParams({ ...form, csrfToken, json: "true" }).toString(),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
      cookie: [cookie, cookiesOf(csrf)].filter(Boolean).join("; "),
    },
  });
}

/** `cookie`: what the browser has already. */
export function signIn(
  { email, password }: { readonly email: string; readonly password: string },
  { from = aNewAddress(), cookie = "", userAgent = "" } = {},
): Promise<Answer> {
  const headers = { cookie, "x-forwarded-for": from, "user-agent": userAgent };
  return postForm("callback/credentials", { email, password }, headers);
}

export function signOut(cookie: string): Promise<Answer> {
  return postForm("signout", {}, { cookie });
}
