import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ButtonHTMLAttributes,
  type ReactNode,
} from "react";
import type { Catalog, Customer, Item, Pack, Plan } from "./client.ts";

/** What the product's own server says (`@zhangfang/sdk/host`). */
type Loaded<Value> =
  | { readonly status: "loading"; readonly data: null; readonly error: null }
  | { readonly status: "failed"; readonly data: null; readonly error: Error }
  | { readonly status: "ready"; readonly data: Value; readonly error: null };

type Asked<Value> = Loaded<Value> & { readonly refetch: () => void };

interface Shared {
  readonly base: string;
  readonly customer: Asked<Customer>;
}

const Context = createContext<Shared | null>(null);

/**
 * Around everything that shows a balance or sells. It asks for the customer once for all of them, and again whenever the page
 * is looked at again, so that a purchase in another window shows.
 * @param base the folder of `zhangfangHost` on the product's own server
 */
export function ZhangfangProvider({ base = "/api/zhangfang", children }: { base?: string; children: ReactNode }) {
  const customer = useAsked<Customer>(`${base}/customer`);
  const { refetch } = customer;
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && refetch();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [refetch]);
  const shared = useMemo(() => ({ base, customer }), [base, customer]);
  return <Context value={shared}>{children}</Context>;
}

function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error("这里要在 <ZhangfangProvider> 之内。");
  return shared;
}

/** The signed-in user as 账房 knows them: credits, plan, what is open. `refetch` after something was spent. */
export function useCustomer(): Asked<Customer> {
  return useShared().customer;
}

/** The last answer stays while another one is asked for. */
function useAsked<Value>(url: string): Asked<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ status: "loading", data: null, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    ask<Value>(url, { signal: leaving.signal }).then(
      (data) => setLoaded({ status: "ready", data, error: null }),
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        setLoaded((last) => (last.status === "ready" ? last : { status: "failed", data: null, error: error as Error }));
      },
    );
    return () => leaving.abort();
  }, [url, round]);
  const refetch = useCallback(() => setRound((last) => last + 1), []);
  return useMemo(() => ({ ...loaded, refetch }), [loaded, refetch]);
}

async function ask<Value>(url: string, init: RequestInit): Promise<Value> {
  const response = await fetch(url, { credentials: "same-origin", ...init });
  const body = (await response.json()) as Value & { readonly message?: string };
  if (!response.ok) throw new Error(body.message ?? `${response.status}`);
  return body;
}

const NUMBER = new Intl.NumberFormat("zh-CN");
const YUAN = new Intl.NumberFormat("zh-CN", { style: "currency", currency: "CNY" });

/** The credits that can be spent now, as text that a screen reader says when it changes. */
export function CreditBalance({ className }: { className?: string }) {
  const { status, data } = useCustomer();
  return (
    <span className={className} role="status" aria-busy={status === "loading"}>
      {data ? `${NUMBER.format(data.credits.available)} 积分` : status === "failed" ? "余额暂时看不到" : "…"}
    </span>
  );
}

type BuyButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "onClick" | "type"> & { readonly item: Item };

/** Opens the checkout of one pack, or of one term of a plan. */
export function BuyButton({ item, children = "购买", disabled, ...others }: BuyButtonProps) {
  const { base } = useShared();
  const [state, setState] = useState<"idle" | "opening" | "failed">("idle");
  const open = async () => {
    setState("opening");
    try {
      const { url } = await ask<{ readonly url: string }>(`${base}/checkout`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ item }),
      });
      location.assign(url);
    } catch {
      setState("failed");
    }
  };
  return (
    <>
      <button {...others} type="button" disabled={disabled || state === "opening"} onClick={() => void open()}>
        {state === "opening" ? "正在打开收银台…" : children}
      </button>
      {state === "failed" && <span role="alert">没有打开收银台，请再试一次。</span>}
    </>
  );
}

/** Everything on sale, each with a button. Without styles of its own: `className` and the elements are the product's to draw. */
export function PricingTable({ className }: { className?: string }) {
  const { base } = useShared();
  const { status, data, refetch } = useAsked<Catalog>(`${base}/catalog`);
  if (status === "failed")
    return (
      <p role="alert">
        价目暂时看不到。
        <button type="button" onClick={refetch}>
          再试一次
        </button>
      </p>
    );
  if (!data) return <p aria-busy="true">正在读取价目…</p>;
  return (
    <ul className={className}>
      {data.creditProducts.map((pack) => (
        <PackItem key={`pack ${pack.id}`} pack={pack} />
      ))}
      {data.plans.map((plan) => (
        <PlanItem key={`plan ${plan.code}`} plan={plan} />
      ))}
    </ul>
  );
}

function PackItem({ pack: { id, name, creditAmount, bonusCredits, amountFen } }: { pack: Pack }) {
  const bonus = bonusCredits > 0 ? `，另送 ${NUMBER.format(bonusCredits)}` : "";
  return (
    <li>
      <strong>{name}</strong>
      <span>{`${NUMBER.format(creditAmount)} 积分${bonus}`}</span>
      <span>{YUAN.format(amountFen / 100)}</span>
      <BuyButton item={{ productId: id }} aria-label={`购买${name}`} />
    </li>
  );
}

function PlanItem({ plan: { code, name, features, terms } }: { plan: Plan }) {
  return (
    <li>
      <strong>{name}</strong>
      <ul>
        {features.map((feature) => (
          <li key={feature}>{feature}</li>
        ))}
      </ul>
      {terms.map(({ billingCycle, amountFen }) => (
        <BuyButton key={billingCycle} item={{ planCode: code, billingCycle }} aria-label={`购买${name}`}>
          {`${YUAN.format(amountFen / 100)} / ${termText(billingCycle)}`}
        </BuyButton>
      ))}
    </li>
  );
}

const UNITS: Readonly<Record<string, string>> = { day: "天", week: "周", month: "个月", year: "年" };

/** "monthly" → "月", "3-day" → "3 天". */
function termText(billingCycle: string): string {
  if (billingCycle === "monthly") return "月";
  if (billingCycle === "yearly") return "年";
  const [length, unit = ""] = billingCycle.split("-");
  return `${length} ${UNITS[unit] ?? unit}`;
}
