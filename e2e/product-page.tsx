import { createRoot } from "react-dom/client";
import { CreditBalance, PricingTable, ZhangfangProvider } from "../packages/sdk/src/react.tsx";

/** A product's page, made of the SDK's components: e2e/components.spec.ts serves it. */
createRoot(document.querySelector("main")!).render(
  <ZhangfangProvider>
    <p>
      <CreditBalance />
    </p>
    <PricingTable />
  </ZhangfangProvider>,
);
