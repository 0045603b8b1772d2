/** Is it working? One line for what comes in, one for what shoppers see. */
import type { Words } from "../words/words.ts";
import type { HomeView, IntakeView, ShowingView } from "./view.ts";

export interface HealthLine {
  of: "intake" | "storefront";
  tone: "success" | "info" | "warning" | "critical";
  text: string;
}

type HomeWords = Words["home"];

export function healthLines(
  words: HomeWords,
  { intake, showing }: HomeView["health"],
  now: string,
): HealthLine[] {
  return [
    { of: "intake", ...intakeLine(words.health, intake, Date.parse(now)) },
    { of: "storefront", ...showingLine(words.health, showing) },
  ];
}

type Line = Omit<HealthLine, "of">;

/** Less than that (seconds) is how it goes while orders come in. */
const LAG_SECONDS_CALM = 60;

function intakeLine(words: HomeWords["health"], intake: IntakeView, now: number): Line {
  const { waiting, parked, lastReceivedAt } = intake;
  if (parked > 0) return { tone: "critical", text: words.parked(parked) };
  const lag = intake.lagSeconds ?? 0;
  if (waiting > 0) {
    return {
      tone: lag >= LAG_SECONDS_CALM ? "warning" : "info",
      text: words.settling(waiting, lag),
    };
  }
  if (lastReceivedAt === null) return { tone: "info", text: words.none };
  return { tone: "success", text: words.upToDate((now - Date.parse(lastReceivedAt)) / 1_000) };
}

function showingLine(words: HomeWords["health"], showing: ShowingView): Line {
  const { news, history, failing, usualLagMs } = showing;
  if (failing > 0) return { tone: "warning", text: words.failing(failing) };
  if (news + history > 0) return { tone: "info", text: words.showing(news + history) };
  const usual = usualLagMs === null ? words.shown : words.shownAfter(usualLagMs / 1_000);
  return { tone: "success", text: usual };
}
