import { SupportContact } from "../ui/support-contact.tsx";
import { ProductLink } from "../ui/product-link.tsx";
import styles from "./checkout.module.css";

const WORDS = {
  taken: {
    title: "这次付款在另一个浏览器里",
    text: "付款链接属于第一个打开它的浏览器。请回到那里继续；或者从下面的网站重新发起一次。",
  },
  paid: { title: "这次付款已完成", text: "结果在付款的浏览器里，也可以回到下面的网站查看。" },
  expired: { title: "付款链接已过期", text: "没有扣款。需要的话，请从下面的网站重新发起一次。" },
  cancelled: {
    title: "这次付款已取消",
    text: "若你已经付了款，到账后会照常发放。需要的话，请从下面的网站重新发起一次。",
  },
  unavailable: { title: "现在买不了", text: "请回到下面的网站。" },
  unknown: { title: "没有找到这次付款", text: "链接可能不完整。请回到你要付款的网站，重新发起一次。" },
} as const;
type Ending = keyof typeof WORDS;

/** Nothing can be paid here; what that means, and the way back to the product. */
export function CheckoutEnding({
  ending,
  why = null,
  backUrl,
}: {
  ending: Ending;
  why?: string | null;
  backUrl: string | null;
}) {
  const { title, text } = WORDS[ending];
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>{title}</h1>
      {/* `why`: in the place of the usual words. */}
      <p className={styles.text}>{why ?? text}</p>
      {backUrl && <ProductLink href={backUrl} type="primary" />}
      <SupportContact />
    </div>
  );
}

/** What a browser meets that does not have the session. */
interface Door {
  readonly state: string;
  readonly status: "open" | "paid" | "expired" | "cancelled";
  readonly backUrl: string;
}

/** The same for a browser that came by an address. null: there is no such session. */
export function CheckoutEnd({ door }: { door: Door | null }) {
  return <CheckoutEnding ending={door ? endingOf(door) : "unknown"} backUrl={door?.backUrl ?? null} />;
}

function endingOf({ state, status }: Door): Ending {
  if (status !== "open") return status;
  return state === "over" ? "unavailable" : "taken";
}
