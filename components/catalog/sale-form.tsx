"use client";

import { Button, Form } from "antd";
import { OtherRefusal } from "../ui/callout.tsx";
import { ReasonField } from "../ui/reason-field.tsx";
import type { AdminPlanView, AdminProductView } from "@/lib/contracts/catalog-admin.ts";
import { useChangePlan, useChangeProduct } from "./desk-queries.ts";

/** Puts a pack on sale or takes it off. */
export function PackSale({ pack, onDone }: { pack: AdminProductView; onDone: () => void }) {
  const changing = useChangeProduct(pack.id);
  return (
    <SaleForm
      goods={pack}
      error={changing.error}
      isPending={changing.isPending}
      onSave={(change) => changing.mutate(change, { onSuccess: onDone })}
    />
  );
}

/** Puts a plan on sale or takes it off. */
export function PlanSale({ plan, onDone }: { plan: AdminPlanView; onDone: () => void }) {
  const changing = useChangePlan(plan.id);
  return (
    <SaleForm
      goods={plan}
      error={changing.error}
      isPending={changing.isPending}
      onSave={(change) => changing.mutate(change, { onSuccess: onDone })}
    />
  );
}

interface SaleFormProps {
  goods: Pick<AdminProductView, "status" | "version">;
  error: Error | null;
  isPending: boolean;
  onSave: (change: Pick<AdminProductView, "status" | "version"> & { reason: string }) => void;
}

function SaleForm({ goods: { status, version }, error, isPending, onSave }: SaleFormProps) {
  const isOnSale = status === "ON_SALE";
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason = "" }: { reason?: string }) =>
        onSave({ status: isOnSale ? "OFF_SALE" : "ON_SALE", version, reason })
      }
    >
      <p>
        {isOnSale
          ? "买家不能再下新订单。已有的订单照常付款、退款，买过的照常可用。"
          : "保存后立刻出现在商店里，买家可以下单。"}
      </p>
      <ReasonField label="理由（记入审计）" error={error} />
      <OtherRefusal error={error} fields={["reason"]} otherwise="没有办成，请重试" />
      <Button type="primary" danger={isOnSale} htmlType="submit" block loading={isPending}>
        {isOnSale ? "下架" : "上架"}
      </Button>
    </Form>
  );
}
