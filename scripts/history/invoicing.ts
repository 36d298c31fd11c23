import type { InvoiceView, RequestInvoiceBody } from "../../lib/contracts/invoices.ts";
import { beijingDay } from "../../lib/core/day-range.ts";
import { after, DAY_MS, HOUR_MS } from "../../lib/core/time.ts";
import { askRedLetter } from "../../lib/invoices/ask-red-letter.ts";
import { bookRedLetter } from "../../lib/invoices/book-red-letter.ts";
import { issueInvoice } from "../../lib/invoices/issue-invoice.ts";
import { refuseInvoice } from "../../lib/invoices/refuse-invoice.ts";
import { requestInvoice } from "../../lib/invoices/request-invoice.ts";
import { buy, dayAt, type Placed } from "./buying.ts";
import type { Shop } from "./shop.ts";
import { DAYS } from "./story.ts";

/** One empty page. */
const PAPER = Buffer.from(
  `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 421]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`,
).toString("base64");

const COMPANY = {
  kind: "COMPANY",
  title: "深圳市晴山设计有限公司",
  taxNumber: "9144030071526726XG",
  email: "caiwu@example.com",
} as const;
const PERSON = { kind: "PERSON", title: "宋怀瑾", email: "song.huaijin@example.com" } as const;

type Title = Omit<RequestInvoiceBody, "orderSns">;

function ask(shop: Shop, { memberId, orderSn }: Placed, title: Title): Promise<InvoiceView> {
  return requestInvoice(memberId, { orderSns: [orderSn], ...title, requestKey: null }, shop.by(`member:${memberId}`));
}

function issue(shop: Shop, { invoiceSn, amount }: InvoiceView, number: string): Promise<unknown> {
  const body = { amount, number, date: beijingDay(shop.now()), file: PAPER };
  return issueInvoice(shop.posts.get("finance")!, invoiceSn, body, shop.by("finance"));
}

/** Invoices of the first members: issued; issued with a wrong title, written red and issued anew; refused; waiting. */
export function noteInvoices(shop: Shop): void {
  const note = (at: Date, play: () => Promise<unknown>) => shop.diary.note(at, async () => void (await play()));
  const later = (ms: number, play: () => Promise<unknown>) => note(after(shop.now(), ms), play);
  const buyer = (index: number) => shop.members[index]!;
  const finance = () => shop.posts.get("finance")!;

  note(dayAt(shop, 7, 10, 22), async () => {
    const placed = await buy(shop, buyer(11), "进阶包");
    later(HOUR_MS, async () => {
      const invoice = await ask(shop, placed, COMPANY);
      later(5 * HOUR_MS, () => issue(shop, invoice, "26117000000000000101"));
    });
  });
  note(dayAt(shop, 14, 13, 48), async () => {
    const placed = await buy(shop, buyer(8), "团队包");
    const wrong = await ask(shop, placed, PERSON);
    later(3 * HOUR_MS, () => issue(shop, wrong, "26117000000000000102"));
    later(DAY_MS, () => askRedLetter(placed.memberId, wrong.invoiceSn, shop.by(`member:${placed.memberId}`)));
    later(DAY_MS + 2 * HOUR_MS, () => {
      const red = { number: "26117000000000000103", date: beijingDay(shop.now()), reason: "抬头应为公司" };
      return bookRedLetter(finance(), wrong.invoiceSn, red, shop.by("finance"));
    });
    later(DAY_MS + 3 * HOUR_MS, async () => {
      const right = await ask(shop, placed, COMPANY);
      later(HOUR_MS, () => issue(shop, right, "26117000000000000104"));
    });
  });
  note(dayAt(shop, 21, 11, 6), async () => {
    const placed = await buy(shop, buyer(10), "标准包");
    const invoice = await ask(shop, placed, { ...PERSON, title: "个人" });
    later(4 * HOUR_MS, () =>
      refuseInvoice(finance(), invoice.invoiceSn, "抬头请写姓名，改好后再申请一次", shop.by("finance")),
    );
  });
  note(dayAt(shop, DAYS - 2, 15, 31), async () => {
    const placed = await buy(shop, buyer(11), "标准包");
    note(after(shop.span.until, -4 * HOUR_MS), () => ask(shop, placed, COMPANY));
  });
}
