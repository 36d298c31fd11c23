"use client";

import { Button } from "antd";
import type { ComponentProps } from "react";
import {
  ORDER_STATUS_CODES,
  ORDER_STATUS_TEXTS,
  PRODUCT_TYPE_CODES,
  PRODUCT_TYPE_TEXTS,
} from "@/lib/contracts/codes.ts";
import { ORDER_STATUSES, PRODUCT_TYPES } from "@/lib/core/states.ts";
import { LinkButton } from "../ui/link-button.tsx";
import styles from "./filter-bar.module.css";
import { isFiltered, type OrderFilter } from "./order-filter.ts";

const STATUSES = ORDER_STATUSES.map((status) => ({
  value: String(ORDER_STATUS_CODES[status]),
  label: ORDER_STATUS_TEXTS[status],
}));

const TYPES = PRODUCT_TYPES.map((type) => ({
  value: String(PRODUCT_TYPE_CODES[type]),
  label: PRODUCT_TYPE_TEXTS[type],
}));

/** While a year is being typed the field holds "0002-01-31" for a moment. */
const isWhole = (day: string) => day === "" || day >= "2000";

interface FilterBarProps {
  filter: OrderFilter;
  refine: (change: OrderFilter) => void;
}

/** The browser's own fields, in a form that asks by itself: they know the reader's phone and cost no scripts. */
export function FilterBar({ filter, refine }: FilterBarProps) {
  const { status, productType, startDate, endDate, orderSn } = filter;
  return (
    <search aria-label="筛选支付记录">
      <form
        className={styles.bar}
        onSubmit={(event) => {
          event.preventDefault();
          const words = new FormData(event.currentTarget);
          refine({ orderSn: String(words.get("orderSn")).trim() });
        }}
      >
        <span className={styles.days}>
          <Day name="startDate" label="开始日期" day={startDate} refine={(day) => refine({ startDate: day })} />
          <span aria-hidden="true">至</span>
          <Day name="endDate" label="结束日期" day={endDate} refine={(day) => refine({ endDate: day })} />
        </span>
        <Choice
          name="status"
          aria-label="订单状态"
          all="全部状态"
          options={STATUSES}
          chosen={status}
          onChange={({ target }) => refine({ status: target.value })}
        />
        <Choice
          name="productType"
          aria-label="商品类型"
          all="全部类型"
          options={TYPES}
          chosen={productType}
          onChange={({ target }) => refine({ productType: target.value })}
        />
        <input
          // Another word in the address is another field.
          key={orderSn}
          type="search"
          name="orderSn"
          className={styles.number}
          aria-label="订单号"
          placeholder="订单号"
          maxLength={64}
          defaultValue={orderSn ?? ""}
        />
        <Button htmlType="submit">查找</Button>
        {isFiltered(filter) && (
          <LinkButton href="/orders" type="text">
            清除筛选
          </LinkButton>
        )}
      </form>
    </search>
  );
}

interface DayProps {
  name: string;
  label: string;
  day: string | undefined;
  refine: (day: string) => void;
}

function Day({ name, label, day, refine }: DayProps) {
  return (
    <input
      key={day}
      type="date"
      name={name}
      className={styles.field}
      data-empty={!day}
      aria-label={label}
      defaultValue={day ?? ""}
      onChange={({ target }) => isWhole(target.value) && refine(target.value)}
    />
  );
}

interface ChoiceProps extends ComponentProps<"select"> {
  /** The word for no choice. */
  all: string;
  options: readonly { readonly value: string; readonly label: string }[];
  chosen: string | undefined;
}

function Choice({ all, options, chosen, ...select }: ChoiceProps) {
  return (
    <select key={chosen} className={styles.field} data-empty={!chosen} defaultValue={chosen ?? ""} {...select}>
      <option value="">{all}</option>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
