/** What shoppers see, in one line: how soon new points are there, and what keeps them. */
import type { Showing } from "./app-context.ts";
import { duration, secondsText, words } from "./i18n/en.ts";
import type { IntakeHealth } from "./intake-health.ts";

/** A shopper who comes back from the checkout looks within a minute. */
const LATE_SECONDS = 60;

export function showingHealth(showing: Showing): IntakeHealth {
  const { news, newsOldestSeconds, history, failing, problem, usualLagMs } = showing;
  const text = words.showing;
  if (failing > 0) {
    return { tone: "warning", text: text.failing(text.customers(failing), problem) };
  }
  if (news > 0 && (newsOldestSeconds ?? 0) >= LATE_SECONDS) {
    const oldest = duration(newsOldestSeconds ?? 0);
    return { tone: "warning", text: text.late(text.customers(news), oldest) };
  }
  if (news === 0 && history > 0) {
    return { tone: "info", text: text.catchingUp(text.customers(history)) };
  }
  const usual = usualLagMs === null ? text.current : text.usual(secondsText(usualLagMs / 1_000));
  return news === 0
    ? { tone: "success", text: usual }
    : { tone: "info", text: text.underWay(usual, news) };
}
