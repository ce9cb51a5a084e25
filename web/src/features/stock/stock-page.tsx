import { Page } from "@/shared/page";

export default function SoonPage() {
  return <Page title="Soon">Soon.</Page>;
}
