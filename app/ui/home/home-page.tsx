/** Home: what needs the merchant today, how far the set-up is, and what the program comes to. */
import { BlockStack, Page } from "@shopify/polaris";
import { useWords } from "../words/use-words.tsx";
import { FigureCards } from "./figure-cards.tsx";
import { SetUpCard } from "./set-up-card.tsx";
import { TodayCard } from "./today-card.tsx";
import { useHomeProgress } from "./use-home-progress.ts";
import type { HomeView } from "./view.ts";

export function HomePage({ view }: { view: HomeView }) {
  const words = useWords().home;
  const progress = useHomeProgress(view.progress, view.figures === null || view.figures.counting);
  const settingUp = view.setUp !== null;
  const { toDo, health, now } = view;
  const today = <TodayCard toDo={toDo} health={health} now={now} settingUp={settingUp} />;
  // A shop that is being set up needs that first, unless something is wrong.
  const todayFirst = toDo.length > 0 || !settingUp;
  return (
    <Page title={words.title}>
      <BlockStack gap="400">
        {todayFirst ? today : null}
        {view.setUp ? <SetUpCard setUp={view.setUp} progress={progress} /> : null}
        <FigureCards figures={view.figures} history={progress.history} />
        {todayFirst ? null : today}
      </BlockStack>
    </Page>
  );
}
