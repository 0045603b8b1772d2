/** Intake health in one line: is it working, and if not, what does that mean for the points? */
import type { Intake } from "./app-context.ts";
import { duration, words } from "./i18n/en.ts";

/** Shopify gives up on a delivery after 4 hours; a minute of lag is already worth saying. */
const LAG_SECONDS_CALM = 60;

export interface IntakeHealth {
  tone: "success" | "info" | "warning" | "critical";
  text: string;
}

export function intakeHealth(intake: Intake, now: Date): IntakeHealth {
  const { waiting, parked, lastReceivedAt } = intake;
  const { deliveries } = words.intake;
  if (parked > 0) return { tone: "critical", text: words.intake.parked(deliveries(parked)) };
  if (waiting > 0) {
    const lag = intake.lagSeconds ?? 0;
    return lag >= LAG_SECONDS_CALM
      ? { tone: "warning", text: words.intake.behind(deliveries(waiting), duration(lag)) }
      : { tone: "info", text: words.intake.settling(deliveries(waiting), duration(lag)) };
  }
  if (lastReceivedAt === null) return { tone: "info", text: words.intake.none };
  const ago = duration((now.getTime() - Date.parse(lastReceivedAt)) / 1000);
  return { tone: "success", text: words.intake.upToDate(ago) };
}
