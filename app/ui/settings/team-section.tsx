/** What staff may do without a second look, and what they did. */
import {
  BlockStack,
  Box,
  Card,
  InlineStack,
  Link,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useNavigate } from "@remix-run/react";
import { useState } from "react";
import { CsvButton } from "../pieces/csv-button.tsx";
import { CursorPaging } from "../pieces/cursor-paging.tsx";
import { Moment } from "../pieces/moment.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import type { Words } from "../words/words.ts";
import { SettingsSaveBar } from "./save-bar.tsx";
import { useSettingsForm } from "./use-settings-form.ts";
import type { LogLine, TeamView } from "./view.ts";

export function TeamSection({ view }: { view: TeamView }) {
  return (
    <BlockStack gap="400">
      <LimitCard view={view} />
      <LogCard view={view} />
    </BlockStack>
  );
}

function LimitCard({ view }: { view: TeamView }) {
  const words = useWords().settings.team;
  const form = useSettingsForm(view.settings, ["adjustmentLimitPoints"]);
  const [text, setText] = useState<string | null>(null);
  const { adjustmentLimitPoints } = form.values;
  const problem = form.problems.find(({ field }) => field === "adjustmentLimitPoints");
  const change = (typed: string): void => {
    setText(typed);
    form.set("adjustmentLimitPoints", /^\d{1,12}$/.test(typed) ? Number(typed) : Number.NaN);
  };
  return (
    <>
      <SettingsSaveBar
        id="team-bar"
        form={{
          ...form,
          discard: () => {
            setText(null);
            form.discard();
          },
        }}
      />
      <Card>
        <TextField
          label={words.limit}
          helpText={words.limitHint}
          value={form.dirty && text !== null ? text : String(adjustmentLimitPoints)}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          suffix={words.points}
          {...(problem && "max" in problem ? { error: words.limitProblem(problem.max) } : {})}
          onChange={change}
        />
      </Card>
    </>
  );
}

function LogCard({ view }: { view: TeamView }) {
  const words = useWords().settings.team;
  const { filter, entries, nextCursor } = view;
  const address = (part: Partial<TeamView["filter"]>, path = "/app/settings/team"): string => {
    const { what, staffId, cursor } = { ...filter, cursor: null, ...part };
    const query = new URLSearchParams();
    if (what) query.set("what", what);
    if (staffId) query.set("staff", staffId);
    if (cursor) query.set("before", cursor);
    return query.size > 0 ? `${path}?${query}` : path;
  };
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <Text as="h2" variant="headingMd">
              {words.log}
            </Text>
            <CsvButton href={address({}, "/app/settings/team-log.csv")} fileName="team-log.csv" />
          </InlineStack>
          <Text as="p" tone="subdued">
            {words.logHint}
          </Text>
          <LogFilter view={view} address={address} />
        </BlockStack>
      </Box>
      {entries.length === 0 ? (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {filter.what || filter.staffId ? words.noneFound : words.none}
          </Text>
        </Box>
      ) : (
        <ul className="plain-rows" aria-label={words.log}>
          {entries.map((entry) => (
            <li key={entry.logId}>
              <Line entry={entry} />
            </li>
          ))}
        </ul>
      )}
      <CursorPaging
        previous={filter.cursor === null ? null : address({})}
        next={nextCursor === null ? null : address({ cursor: nextCursor })}
      />
    </Card>
  );
}

type LogFilterProps = {
  view: TeamView;
  address: (part: Partial<TeamView["filter"]>) => string;
};

function LogFilter({ view, address }: LogFilterProps) {
  const words = useWords().settings.team;
  const navigate = useNavigate();
  const { filter } = view;
  return (
    <InlineStack gap="300">
      <Select
        label={words.what}
        options={[
          { value: "", label: words.everything },
          ...view.deeds.map((deed) => ({ value: deed, label: words.deed(deed) })),
        ]}
        value={filter.what ?? ""}
        onChange={(what) => navigate(address({ what }))}
      />
      <Select
        label={words.who}
        options={[
          { value: "", label: words.everybody },
          ...view.staff.map(({ id, name }) => ({
            value: id,
            label: name ?? words.staff(id),
          })),
        ]}
        value={filter.staffId ?? ""}
        onChange={(staffId) => navigate(address({ staffId }))}
      />
    </InlineStack>
  );
}

function Line({ entry }: { entry: LogLine }) {
  const words = useWords().settings.team;
  const formats = useFormats();
  const subject = subjectOf(entry.subject, words);
  const more = words.detail(entry.what, entry.detail, formats.number);
  return (
    <BlockStack gap="050">
      <Text as="p">
        <Text as="span" fontWeight="semibold">
          {words.deed(entry.what)}
        </Text>
        {subject === null ? null : (
          <>
            {" · "}
            {subject.url === null ? subject.text : <Link url={subject.url}>{subject.text}</Link>}
          </>
        )}
      </Text>
      {more === "" ? null : <Text as="p">{more}</Text>}
      <Text as="p" tone="subdued" variant="bodySm">
        {entry.staff === null ? words.nobody : (entry.staff.name ?? words.staff(entry.staff.id))} ·{" "}
        <Moment at={entry.at} />
      </Text>
    </BlockStack>
  );
}

function subjectOf(
  subject: string | null,
  words: Words["settings"]["team"],
): { text: string; url: string | null } | null {
  const [kind, id] = /^(\w+):(.+)$/.exec(subject ?? "")?.slice(1) ?? [];
  if (kind === undefined || id === undefined) return null;
  if (kind === "customer") return { text: words.customer(id), url: `/app/members/${id}` };
  if (kind === "delivery") return { text: words.delivery(id.slice(0, 8)), url: "/app/deliveries" };
  if (kind === "reconciliation") return { text: words.run(id), url: "/app/deliveries" };
  if (kind === "import") return { text: words.reading(id), url: "/app" };
  return null;
}
