"use client";

import { Form, Input } from "antd";
import type { AdminPlanView, PlanTerms } from "@/lib/contracts/catalog-admin.ts";
import { wordOfCycle, type BillingCycleWord } from "@/lib/contracts/catalog.ts";
import { otherCycleOf } from "@/lib/core/terms.ts";
import { useChangePlan, useCreatePlan } from "./desk-queries.ts";
import { CommonFields, FormWithPreview, GoodsField, NameField, NumberField } from "./goods-fields.tsx";
import styles from "./goods-form.module.css";
import { PlanCard } from "./plans.tsx";
import { TermFields } from "./term-fields.tsx";

type Terms = Omit<PlanTerms, "features">;

/** As the fields have it: features are lines of a text. */
interface Values extends Terms {
  readonly code?: string;
  readonly lines?: string;
  readonly reason?: string;
}

const NEW: Partial<Values> = {
  level: 1,
  otherTerms: [],
  status: "ON_SALE",
  sort: 0,
  limitPerMember: null,
  limitPerDay: null,
};

function featuresIn(lines = ""): string[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** A new plan. */
export function NewPlan({ onDone }: { onDone: () => void }) {
  const creating = useCreatePlan();
  return (
    <PlanForm
      initial={NEW}
      verb="新建"
      error={creating.error}
      isPending={creating.isPending}
      onSave={({ code = "", lines, reason = "", ...terms }) =>
        creating.mutate({ ...terms, code, features: featuresIn(lines), reason }, { onSuccess: onDone })
      }
    />
  );
}

/** A plan that is there, from the version that is shown. Its code stays: the periods of a plan are known by it. */
export function EditPlan({ plan, onDone }: { plan: AdminPlanView; onDone: () => void }) {
  const changing = useChangePlan(plan.id);
  const { version } = plan;
  return (
    <PlanForm
      initial={{ ...plan, lines: plan.features.join("\n") }}
      verb="保存"
      error={changing.error}
      isPending={changing.isPending}
      onSave={({ lines, reason = "", ...terms }) =>
        changing.mutate({ ...terms, features: featuresIn(lines), reason, version }, { onSuccess: onDone })
      }
    />
  );
}

interface PlanFormProps {
  initial: Partial<Values>;
  verb: string;
  error: Error | null;
  isPending: boolean;
  onSave: (values: Values) => void;
}

function PlanForm({ initial, verb, error, isPending, onSave }: PlanFormProps) {
  const [form] = Form.useForm<Values>();
  const values = Form.useWatch([], form) as Partial<Values> | undefined;
  return (
    <FormWithPreview preview={<Preview plan={{ ...initial, ...values }} />}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={onSave}>
        <NameField error={error} />
        {verb === "新建" && (
          <GoodsField name="code" label="代码" hint="给程序用的名字，建立后不能改，例如 pro" error={error}>
            <Input maxLength={40} autoComplete="off" spellCheck={false} />
          </GoodsField>
        )}
        <div className={styles.pair}>
          <NumberField name="priceMonthly" label="月价" suffix="元" error={error} />
          <NumberField name="priceYearly" label="年价" suffix="元" error={error} />
        </div>
        <TermFields error={error} />
        <NumberField name="level" label="等级" hint="同时有几个套餐时，等级高的先算" error={error} />
        <FeaturesField error={error} />
        <CommonFields error={error} isPending={isPending} verb={verb} />
      </Form>
    </FormWithPreview>
  );
}

/** The field is `lines`, and the server calls it `features`. */
function FeaturesField({ error }: { error: Error | null }) {
  return (
    <GoodsField name="lines" about="features" label="权益" hint="一行一条，最多 20 条" error={error}>
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} />
    </GoodsField>
  );
}

const CYCLES: readonly BillingCycleWord[] = ["monthly", "yearly"];

/** The lines of the form that are whole, as the buyer would see them. */
function shownTerms(terms: readonly (Partial<PlanTerms["otherTerms"][number]> | undefined)[] = []) {
  return terms.flatMap(({ unit, count, price } = {}) =>
    unit && count ? [{ billingCycle: wordOfCycle(otherCycleOf({ unit, count })), unit, count, price: price ?? 0 }] : [],
  );
}

/** The card by the month and by the year; where other terms are sold, one card that lists them all. */
function Preview({ plan }: { plan: Partial<Values> }) {
  const { name, level, priceMonthly, priceYearly, lines, limitPerMember, limitPerDay } = plan;
  const shown = {
    ...{ id: 1, code: "plan", name: name?.trim() || "名称", level: level ?? 1, features: featuresIn(lines) },
    ...{ priceMonthly: priceMonthly ?? 0, priceYearly: priceYearly ?? 0 },
    ...{ limitPerMember: limitPerMember ?? null, limitPerDay: limitPerDay ?? null },
    otherTerms: shownTerms(plan.otherTerms),
  };
  const nothing = () => undefined;
  return (
    <>
      {(shown.otherTerms.length > 0 ? CYCLES.slice(0, 1) : CYCLES).map((cycle) => (
        <PlanCard
          key={cycle}
          plan={shown}
          cycle={cycle}
          isStopped={false}
          isCurrent={false}
          onChoose={nothing}
          onBuy={nothing}
        />
      ))}
    </>
  );
}
