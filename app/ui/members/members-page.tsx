/** Who are the members: found, filtered, looked through, taken into a file. */
import { BlockStack, Card, Page } from "@shopify/polaris";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useLocation, useNavigation, useRevalidator } from "@remix-run/react";
import { CursorPaging } from "../pieces/cursor-paging.tsx";
import { EmptyPage } from "../pieces/empty-page.tsx";
import { useWords } from "../words/use-words.tsx";
import { FileCard } from "./file-card.tsx";
import { ListFilters } from "./list-filters.tsx";
import { ListProblem, NothingMatches } from "./list-problem.tsx";
import { MembersTable, type ChosenMembers } from "./members-table.tsx";
import { NamesTrouble } from "./names-trouble.tsx";
import { queryText } from "./query-text.ts";
import { SearchResults } from "./search-results.tsx";
import { useBeside, type Beside } from "./use-beside.ts";
import { useFile, type FileEnd } from "./use-file.ts";
import { placeAddress, useListAddress } from "./use-list-address.ts";
import type { ListView, SearchView } from "./view.ts";

interface MembersPageProps {
  list: ListView;
  search: SearchView | null;
}

export function MembersPage({ list, search }: MembersPageProps) {
  const words = useWords().members;
  const shopify = useAppBridge();
  const loading = useNavigation().location?.pathname === useLocation().pathname;
  const { revalidate } = useRevalidator();
  const beside = useBeside(list, search === null);
  const file = useFile((end) => {
    shopify.toast.show(endText(end, words.file), { isError: end.kind === "failed" });
  });
  if (list.nobody && search === null) return <NobodyYet />;
  const matching = { filter: queryText(list.filter) };
  const { count } = beside;
  const takeAll = {
    content: words.file.all,
    disabled: file.progress !== null || search !== null || list.page.members.length === 0,
    onAction: () => void file.take(matching),
  };
  return (
    <Page
      fullWidth
      title={words.title}
      {...(count == null ? {} : { subtitle: words.count(count.count, count.more) })}
      secondaryActions={[takeAll]}
    >
      <BlockStack gap="400">
        <NamesTrouble
          trouble={search ? search.trouble : beside.trouble}
          again={search ? revalidate : beside.again}
        />
        {file.progress ? (
          <FileCard rows={file.progress.rows} stop={file.stop} count={count} />
        ) : null}
        <Card padding="0">
          <ListFilters list={list} searched={search?.text ?? ""} loading={loading} />
          {search ? (
            <SearchResults search={search} tiers={list.tiers} loading={loading} />
          ) : (
            <List
              {...{ list, beside, loading }}
              deeds={(chosen) => deedsOn(chosen, { words, shopify, file, matching })}
            />
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}

function NobodyYet() {
  const words = useWords().members;
  return (
    <Page title={words.title}>
      <EmptyPage heading={words.empty.title} action={{ content: words.empty.action, url: "/app" }}>
        {words.empty.text}
      </EmptyPage>
    </Page>
  );
}

interface ListProps {
  list: ListView;
  beside: Beside;
  loading: boolean;
  deeds: (chosen: ChosenMembers) => { content: string; onAction: () => void }[];
}

function List({ list, beside, loading, deeds }: ListProps) {
  const { go } = useListAddress();
  const { search: query } = useLocation();
  const { previous, next, members } = list.page;
  const toAll = (): void => go({ filter: {}, order: null, viewId: null });
  if (list.problem !== null) return <ListProblem problem={list.problem} toAll={toAll} />;
  if (members.length === 0) return <NothingMatches filter={list.filter} toAll={toAll} />;
  return (
    <>
      <MembersTable
        // Another list is another choice: what was chosen before isn't chosen in it.
        key={`${list.order} ${queryText(list.filter)} ${members[0]?.customerId ?? ""}`}
        {...{ list, loading, deeds }}
        count={beside.count}
        whoIs={beside.whoIs}
        sortBy={(order) => go({ filter: list.filter, order, viewId: list.viewId })}
      />
      <CursorPaging
        previous={previous && placeAddress(query, "before", previous)}
        next={next && placeAddress(query, "after", next)}
      />
    </>
  );
}

type Parts = {
  words: ReturnType<typeof useWords>["members"];
  shopify: ReturnType<typeof useAppBridge>;
  file: ReturnType<typeof useFile>;
  matching: { filter: string };
};

function deedsOn(chosen: ChosenMembers, { words, shopify, file, matching }: Parts) {
  const chosenOnly = { customerIds: chosen.customerIds.join(",") };
  const copy = async (): Promise<void> => {
    await window.navigator.clipboard.writeText(chosen.customerIds.join("\n"));
    shopify.toast.show(words.bulk.copied(chosen.customerIds.length));
  };
  return [
    {
      content: words.bulk.exportCsv,
      onAction: () => void file.take(chosen.everybody ? matching : chosenOnly),
    },
    {
      content: words.bulk.copyNumbers,
      onAction: () =>
        chosen.everybody ? shopify.toast.show(words.bulk.copyOnlyShown) : void copy(),
    },
  ];
}

function endText(end: FileEnd, words: Parts["words"]["file"]): string {
  if (end.kind === "done") return words.done(end.rows);
  return end.kind === "stopped" ? words.stopped : words.failed;
}
