"use client";

import { useQuery } from "@tanstack/react-query";
import { supportQuery } from "../data/support.ts";
import styles from "./support-contact.module.css";

/** Where a person helps, once that is known. Nothing where the shop has not said it. */
export function SupportContact() {
  const { data } = useQuery(supportQuery());
  if (!data?.contact) return null;
  return (
    <p className={styles.contact}>
      联系客服：<span className={styles.where}>{data.contact}</span>
    </p>
  );
}
