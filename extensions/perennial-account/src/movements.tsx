import { useState } from "preact/hooks";
import type { AppClient } from "./app-client.ts";
import type { Member, Movement } from "./member.ts";
import { movementText } from "./movement-words.ts";
import { day, say, signed } from "./words.ts";

/** What the metafield holds; the rest comes from the app when it is asked for. */
const RECENT_MAX = 5;
/** A list longer than this is for the loyalty page, not for a block. */
const SHOWN_MAX = 100;

interface Props {
  member: Member;
  /** Null where the app can't be reached. */
  more: AppClient["activity"] | null;
}

interface Pages {
  entries: Movement[];
  nextCursor: string | null;
}

export function Movements({ member, more }: Props) {
  const [pages, setPages] = useState<Pages | null>(null);
  const [state, setState] = useState<"still" | "asking" | "failed">("still");
  const shown = pages?.entries ?? member.recent;
  if (shown.length === 0) return <s-text color="subdued">{say("movements.none")}</s-text>;
  const hasMore = pages
    ? pages.nextCursor !== null && shown.length < SHOWN_MAX
    : shown.length >= RECENT_MAX;

  const showMore = async (ask: AppClient["activity"]) => {
    setState("asking");
    try {
      const page = await ask(pages?.nextCursor ?? null);
      setPages({ ...page, entries: [...(pages?.entries ?? []), ...page.entries] });
      setState("still");
    } catch (error) {
      console.warn("Perennial: no further movements", error);
      setState("failed");
    }
  };
  return (
    <s-section heading={say("movements.heading")}>
      <s-stack gap="base">
        <s-stack gap="base" accessibilityRole="unordered-list">
          {shown.map((movement, index) => (
            <Line key={`${movement.at} ${index}`} movement={movement} />
          ))}
        </s-stack>
        {state === "failed" ? <s-text tone="critical">{say("movements.failed")}</s-text> : null}
        {hasMore && more ? (
          <s-button
            variant="secondary"
            loading={state === "asking"}
            onClick={() => void showMore(more)}
          >
            {say("movements.more")}
          </s-button>
        ) : null}
      </s-stack>
    </s-section>
  );
}

function Line({ movement }: { movement: Movement }) {
  const { order, at } = movement;
  return (
    <s-grid
      gridTemplateColumns="1fr auto"
      gap="base"
      alignItems="center"
      accessibilityRole="list-item"
    >
      <s-stack gap="none">
        <s-text>{movementText(movement)}</s-text>
        <s-text color="subdued" type="small">
          {order === null ? day(at) : say("movements.of", { order, date: day(at) })}
        </s-text>
      </s-stack>
      <s-text type="strong" tone={movement.points > 0 ? "success" : "auto"}>
        {signed(movement.points)}
      </s-text>
    </s-grid>
  );
}
