"use client";

import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import {
  ORDER_STATUS_CODES,
  ORDER_STATUS_TEXTS,
  PRODUCT_TYPE_CODES,
  PRODUCT_TYPE_TEXTS,
} from "@/lib/contracts/codes.ts";
import { ORDER_STATUSES, PRODUCT_TYPES } from "@/lib/core/states.ts";
import styles from "./filter-bar.module.css";
import type { OrderFilter } from "./order-filter.ts";

const STATUSES = ORDER_STATUSES.map((status) => ({
  value: String(ORDER_STATUS_CODES[status]),
  label: ORDER_STATUS_TEXTS[status],
}));

const TYPES = PRODUCT_TYPES.map((type) => ({
  value: String(PRODUCT_TYPE_CODES[type]),
  label: PRODUCT_TYPE_TEXTS[type],
}));

interface FilterBarProps {
  filter: OrderFilter;
  refine: (change: OrderFilter) => void;
  clear: () => void;
}

export function FilterBar({ filter, refine, clear }: FilterBarProps) {
  const { status, productType, startDate, endDate, orderSn } = filter;
  const isFiltered = Boolean(status ?? productType ?? startDate ?? endDate ?? orderSn);
  return (
    <search className={styles.bar} aria-label="筛选支付记录">
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        value={[dayOf(startDate), dayOf(endDate)]}
        onChange={(_, days) => refine({ startDate: days?.[0] ?? "", endDate: days?.[1] ?? "" })}
        aria-label="下单日期"
        placeholder={["开始日期", "结束日期"]}
      />
      <Select
        allowClear
        aria-label="订单状态"
        placeholder="全部状态"
        options={STATUSES}
        value={status ?? null}
        onChange={(value?: string) => refine({ status: value ?? "" })}
      />
      <Select
        allowClear
        aria-label="商品类型"
        placeholder="全部类型"
        options={TYPES}
        value={productType ?? null}
        onChange={(value?: string) => refine({ productType: value ?? "" })}
      />
      <Input.Search
        // Another number in the address is another field.
        key={orderSn}
        allowClear
        aria-label="订单号"
        placeholder="订单号"
        defaultValue={orderSn ?? ""}
        onSearch={(value) => refine({ orderSn: value.trim() })}
      />
      {isFiltered && (
        <Button type="text" onClick={clear}>
          清除筛选
        </Button>
      )}
    </search>
  );
}

function dayOf(text: string | undefined): dayjs.Dayjs | null {
  const day = dayjs(text ?? null);
  return day.isValid() ? day : null;
}
