import { Button } from "antd";
import type { CreditProductView } from "@/lib/contracts/catalog.ts";
import { count, Money } from "../ui/money.tsx";
import styles from "./card.module.css";
import { limitText } from "./purchases.ts";

interface PackCardProps {
  pack: CreditProductView;
  isStopped: boolean;
  onBuy: () => void;
}

export function PackCard({ pack, isStopped, onBuy }: PackCardProps) {
  const { name, creditAmount, bonusCredits, price, validDays } = pack;
  const limits = limitText(pack);
  return (
    <li className={styles.card}>
      <h3 className={styles.name}>{name}</h3>
      <p className={styles.amount}>
        <span>{count(creditAmount)}</span>
        <span className={styles.unit}>积分</span>
      </p>
      <p className={styles.note}>
        {bonusCredits > 0 && <span className={styles.gift}>{`另赠 ${count(bonusCredits)} · `}</span>}
        <span>{validDays === null ? "长期有效" : `${validDays} 天内有效`}</span>
        {limits && <span>{` · ${limits}`}</span>}
      </p>
      <p className={styles.price}>
        <Money amount={price} look="price" />
      </p>
      <Button block disabled={isStopped} onClick={onBuy} aria-label={`购买${name}`}>
        购买
      </Button>
    </li>
  );
}
