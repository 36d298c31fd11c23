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
export type Ending = keyof typeof WORDS;

interface CheckoutEndProps {
  status: Ending;
  /** In the place of the usual words. */
  why?: string | null;
  /** null: not known. */
  backUrl: string | null;
}

/** Nothing can be paid here; what that means, and the way back to the product. */
export function CheckoutEnd({ status, why = null, backUrl }: CheckoutEndProps) {
  const { title, text } = WORDS[status];
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.text}>{why ?? text}</p>
      {backUrl && <ProductLink href={backUrl} type="primary" />}
      <SupportContact />
    </div>
  );
}
