/** What came of a press of a button; of a retry it is told as the deliveries are settled, without a reload. */
import { Banner } from "@shopify/polaris";
import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useWords } from "../words/use-words.tsx";
import type { Words } from "../words/words.ts";
import type { DeedOutcome } from "./view.ts";

/** Settling takes a moment; asked this often (ms) and no more than so many times. */
const ASK_EVERY_MS = 600;
const ASKED_MAX = 50;

export type FatesAnswer = { pending: number; done: number; parked: number };

type Retried = Extract<DeedOutcome, { kind: "retried" }>;

export function OutcomeBanner({ outcome }: { outcome: DeedOutcome }) {
  return outcome.kind === "retried" ? (
    <RetryBanner outcome={outcome} />
  ) : (
    <PlainBanner outcome={outcome} />
  );
}

function RetryBanner({ outcome }: { outcome: Retried }) {
  const words = useWords().deliveries.outcome;
  const fates = useFates(outcome.again);
  const settled = fates !== null && (fates.pending === 0 || fates.gaveUp);
  if (!settled)
    return (
      <div role="status">
        <Banner tone="info" title={words.working(outcome.again.length)} />
      </div>
    );
  const told = { ...fates, asked: outcome.asked, unreadable: outcome.unreadable };
  const well = told.parked + told.unreadable + told.pending === 0;
  return (
    <div role="status">
      <Banner tone={well ? "success" : "warning"} title={words.retried(told)}>
        {outcome.more ? <p>{words.more}</p> : null}
      </Banner>
    </div>
  );
}

type Seen = FatesAnswer & { gaveUp: boolean };

/** Asks until none is pending; then the page itself reads anew. */
function useFates(again: readonly string[]): Seen | null {
  const { load, data, state } = useFetcher<FatesAnswer>();
  const { revalidate } = useRevalidator();
  const [asked, setAsked] = useState(0);
  const over = again.length === 0 || data?.pending === 0 || asked >= ASKED_MAX;
  useEffect(() => {
    if (over || state !== "idle") return undefined;
    const timer = setTimeout(
      () => {
        setAsked((times) => times + 1);
        load(
          `/app/deliveries/outcome?${again.map((id) => `id=${encodeURIComponent(id)}`).join("&")}`,
        );
      },
      asked === 0 ? ASK_EVERY_MS / 2 : ASK_EVERY_MS,
    );
    return () => clearTimeout(timer);
  }, [again, asked, load, over, state]);
  useEffect(() => {
    if (over) revalidate();
  }, [over, revalidate]);
  if (again.length === 0) return { pending: 0, done: 0, parked: 0, gaveUp: false };
  return data ? { ...data, gaveUp: asked >= ASKED_MAX } : null;
}

function PlainBanner({ outcome }: { outcome: Exclude<DeedOutcome, Retried> }) {
  const words = useWords().deliveries.outcome;
  const text = textOf(outcome, words);
  if (text === null) return null;
  const tone = outcome.kind === "failed" ? "critical" : "success";
  return (
    <div role="status">
      <Banner tone={tone} title={text} />
    </div>
  );
}

function textOf(
  outcome: Exclude<DeedOutcome, Retried>,
  words: Words["deliveries"]["outcome"],
): string | null {
  if (outcome.kind === "dismissed") return words.dismissed(outcome);
  if (outcome.kind === "asked-now") return words.askedNow(outcome.orders);
  // A run tells of itself in its own card.
  return outcome.kind === "failed" ? words.failed : null;
}
