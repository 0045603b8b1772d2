/** Keeps what moves up to date by a light question of its own; the page is read anew when a step ends. */
import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { HomeProgress } from "./view.ts";

/** Between two questions while something moves (ms). */
const PAUSE_MS = 1_500;
/** Figures that are being counted are asked for again so often (times), then at the next visit. */
const FIGURE_QUESTIONS_MAX = 10;

export function useHomeProgress(first: HomeProgress, counting: boolean): HomeProgress {
  const { load, state, data } = useFetcher<HomeProgress>();
  const { revalidate, state: revalidating } = useRevalidator();
  const progress = newer(data, first);
  const moving = isMoving(progress);

  useEffect(() => {
    if (!moving || state !== "idle") return undefined;
    const timer = setTimeout(() => {
      if (!document.hidden) load("/app/progress");
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [moving, state, load, data]);

  // A step that ended changes more than itself: what is to do, the figures, what is known.
  const stage = stageOf(progress);
  const shown = useRef(stage);
  useEffect(() => {
    if (shown.current === stage) return;
    shown.current = stage;
    revalidate();
  }, [stage, revalidate]);

  const questions = useRef(0);
  useEffect(() => {
    if (!counting || revalidating !== "idle" || questions.current >= FIGURE_QUESTIONS_MAX)
      return undefined;
    const timer = setTimeout(() => {
      questions.current += 1;
      revalidate();
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [counting, revalidating, revalidate]);

  return progress;
}

/** Both are answers of the server; the one that was told last moved last, or says more. */
function newer(polled: HomeProgress | undefined, loaded: HomeProgress): HomeProgress {
  return polled && momentOf(polled) >= momentOf(loaded) ? polled : loaded;
}

const momentOf = ({ toldAt }: HomeProgress): number => Date.parse(toldAt);

const RESTING = new Set(["done", "failed", "stopped", "choosing"]);

function isMoving({ history, past }: HomeProgress): boolean {
  return (
    (history !== null && !RESTING.has(history.state)) || past.trying !== null || past.membersDue > 0
  );
}

function stageOf({ history, past }: HomeProgress): string {
  return [history?.state, past.trying !== null, past.membersDue > 0, past.chosenAt].join(" ");
}
