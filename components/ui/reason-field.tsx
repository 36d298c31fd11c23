import { Form, Input } from "antd";
import { issueOf } from "../data/api-client.ts";

interface ReasonFieldProps {
  label: string;
  /** The server's last refusal of the act. */
  error: Error | null;
}

/** Why an admin does it, as the field `reason` of a form. What the server says about it stands under it. */
export function ReasonField({ label, error }: ReasonFieldProps) {
  const issue = issueOf(error, "reason");
  return (
    <Form.Item name="reason" label={label} {...(issue ? { validateStatus: "error", help: issue } : {})}>
      <Input.TextArea rows={2} maxLength={200} showCount />
    </Form.Item>
  );
}
