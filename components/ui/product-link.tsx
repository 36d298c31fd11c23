import { Button } from "antd";

interface ProductLinkProps {
  /** An address on a site of the settings. */
  href: string;
  verb?: string;
  type?: "primary" | "default";
}

/** Back to the product, whose address it names. */
export function ProductLink({ href, verb = "返回", type = "default" }: ProductLinkProps) {
  return (
    <Button type={type} href={href} referrerPolicy="no-referrer">
      {`${verb} ${new URL(href).host}`}
    </Button>
  );
}
