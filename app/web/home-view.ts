import type { Overview } from "./app-context.ts";
import { grouped, words } from "./i18n/en.ts";
import { intakeHealth, type IntakeHealth } from "./intake-health.ts";
import { showingHealth } from "./showing-health.ts";

export interface HomeView {
  title: string;
  /** Is it working? One line each for what comes in and for what shoppers see. */
  health: (IntakeHealth & { title: string })[];
  figuresTitle: string;
  figures: { label: string; value: string; hint: string }[];
  /** Set until the first order: says what will appear, when, and what to do. */
  empty: { title: string; text: string } | null;
}

/** The merchant's Home: is it working, and what came of it. */
export function homeView(overview: Overview, now: Date): HomeView {
  const text = words.home;
  return {
    title: text.title,
    health: [
      { title: text.intakeTitle, ...intakeHealth(overview.intake, now) },
      { title: text.showingTitle, ...showingHealth(overview.showing) },
    ],
    figuresTitle: text.figuresTitle,
    figures: [
      { label: text.members, value: grouped(overview.members), hint: text.membersHint },
      { label: text.orders, value: grouped(overview.orders), hint: text.ordersHint },
      {
        label: text.pointsOutstanding,
        value: grouped(overview.pointsOutstanding),
        hint: text.pointsOutstandingHint,
      },
      {
        label: text.pointsEarned,
        value: grouped(overview.pointsEarned),
        hint: text.pointsEarnedHint,
      },
    ],
    empty: overview.orders === 0 ? { title: text.emptyTitle, text: text.emptyText } : null,
  };
}
