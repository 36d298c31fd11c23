import { Button, Popconfirm } from "antd";
import { useMay } from "../shell/member.tsx";
import { Refusal } from "../ui/callout.tsx";
import { useSay } from "../ui/say.tsx";
import { useCloseMonth } from "./queries.ts";

/** Closes the month with the sheet that stands above. */
export function CloseMonth({ month, sha256 }: { month: string; sha256: string }) {
  const say = useSay();
  const closing = useCloseMonth();
  if (!useMay()("books:decide")) return null;
  const close = () =>
    closing.mutate({ month, sha256 }, { onSuccess: () => say({ tone: "success", text: `${month} 已经结账` }) });
  return (
    <>
      {closing.error && <Refusal error={closing.error} otherwise="没有办成，请重试" />}
      <Popconfirm
        title={`${month} 结账？`}
        description="这一份月结单定下来，不能再改。"
        okText="结账"
        cancelText="再想想"
        onConfirm={close}
      >
        <Button type="primary" loading={closing.isPending}>
          结账
        </Button>
      </Popconfirm>
    </>
  );
}
