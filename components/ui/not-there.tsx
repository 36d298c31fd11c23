import { LinkButton } from "./link-button.tsx";
import { PageHead } from "./page-head.tsx";
import { Empty } from "./page-state.tsx";

/** The page of something that does not exist, or not for this reader. `title` says what. */
export function NotThere({ title }: { title: string }) {
  return (
    <>
      <PageHead title={title} />
      <Empty title="编号可能写错了，或者它不在这个账户里。">
        <LinkButton href="/">回到商店</LinkButton>
      </Empty>
    </>
  );
}
