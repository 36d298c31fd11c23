import { expect } from "@playwright/test";

interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** The link that begins with this path in the newest mail to an address that has one; waits for the mail. */
export async function mailedLink(email: string, path: "/confirm" | "/reset"): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => {
      const response = await fetch(`${process.env.E2E_MAIL_URL}/mails?to=${encodeURIComponent(email)}`);
      const mails = (await response.json()) as Mail[];
      const links = mails.map(({ text }) => text.split(/\s/).find((word) => word.includes(`${path}#token=`)));
      link = links.find((found) => found !== undefined);
      return link;
    })
    .toBeDefined();
  return link!;
}
