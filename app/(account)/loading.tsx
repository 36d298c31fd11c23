import { Loading } from "@/components/ui/page-state.tsx";

export default function LoadingPage() {
  return <Loading rows={8} />;
}
