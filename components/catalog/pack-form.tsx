"use client";

import { Form } from "antd";
import type { AdminProductView, PackTerms } from "@/lib/contracts/catalog-admin.ts";
import { useChangeProduct, useCreateProduct } from "./desk-queries.ts";
import { CommonFields, FormWithPreview, NameField, NumberField } from "./goods-fields.tsx";
import styles from "./goods-form.module.css";
import { PackCard } from "./pack-card.tsx";

/** As the fields have it: a number that is not filled in is null, and the server says that it is missing. */
type Values = PackTerms & { reason?: string };

const NEW: Omit<PackTerms, "creditAmount" | "price" | "name"> = {
  bonusCredits: 0,
  validDays: null,
  status: "ON_SALE",
  sort: 0,
  limitPerMember: null,
  limitPerDay: null,
};

/** A new pack. */
export function NewPack({ onDone }: { onDone: () => void }) {
  const creating = useCreateProduct();
  return (
    <PackForm
      initial={NEW}
      verb="新建"
      error={creating.error}
      isPending={creating.isPending}
      onSave={({ reason = "", ...terms }) => creating.mutate({ ...terms, reason }, { onSuccess: onDone })}
    />
  );
}

/** A pack that is there, from the version that is shown. */
export function EditPack({ pack, onDone }: { pack: AdminProductView; onDone: () => void }) {
  const changing = useChangeProduct(pack.id);
  const { version } = pack;
  return (
    <PackForm
      initial={pack}
      verb="保存"
      error={changing.error}
      isPending={changing.isPending}
      onSave={({ reason = "", ...terms }) => changing.mutate({ ...terms, reason, version }, { onSuccess: onDone })}
    />
  );
}

interface PackFormProps {
  initial: Partial<PackTerms>;
  verb: string;
  error: Error | null;
  isPending: boolean;
  onSave: (values: Values) => void;
}

function PackForm({ initial, verb, error, isPending, onSave }: PackFormProps) {
  const [form] = Form.useForm<Values>();
  const values = Form.useWatch([], form) as Partial<Values> | undefined;
  return (
    <FormWithPreview preview={<Preview pack={{ ...initial, ...values }} />}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={onSave}>
        <NameField error={error} />
        <div className={styles.pair}>
          <NumberField name="price" label="价格" suffix="元" error={error} />
          <NumberField name="creditAmount" label="积分" error={error} />
          <NumberField name="bonusCredits" label="赠送的积分" hint="先花赠送的；退款时收回，不折算金额" error={error} />
          <NumberField name="validDays" label="有效期" suffix="天" hint="从付款算起；留空：长期有效" error={error} />
        </div>
        <CommonFields error={error} isPending={isPending} verb={verb} />
      </Form>
    </FormWithPreview>
  );
}

function Preview({ pack }: { pack: Partial<PackTerms> }) {
  const { name, creditAmount, bonusCredits, price, validDays, limitPerMember, limitPerDay } = pack;
  return (
    <PackCard
      isStopped={false}
      onBuy={() => undefined}
      pack={{
        id: 1,
        name: name?.trim() || "名称",
        creditAmount: creditAmount ?? 0,
        bonusCredits: bonusCredits ?? 0,
        price: price ?? 0,
        validDays: validDays ?? null,
        limitPerMember: limitPerMember ?? null,
        limitPerDay: limitPerDay ?? null,
      }}
    />
  );
}
