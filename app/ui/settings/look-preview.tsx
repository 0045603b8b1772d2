/** The balance block and the launcher as a shopper would see them, on the theme's ground. */
import { inkOn, isColor } from "../../domain/settings/contrast.ts";
import type { Look } from "../../domain/settings/shop-settings.ts";
import { useFormats, useReader, useWords } from "../words/use-words.tsx";

const THEME_RADIUS_PX = 8;
/** 42 pounds, 4,200 yen: an amount that is plausible whatever the currency. */
const SAMPLE_MINOR = 4_200;

export function LookPreview({ look }: { look: Look }) {
  const words = useWords().settings.look.sample;
  const { money } = useFormats();
  const { currency } = useReader();
  const ground = isColor(look.ground) ? look.ground : "#ffffff";
  const ink = inkOn(ground);
  const accent = look.accent !== null && isColor(look.accent) ? look.accent : null;
  const radius = look.radiusPx ?? THEME_RADIUS_PX;
  const button = accent
    ? { background: accent, borderColor: accent, color: inkOn(accent) }
    : { background: "transparent", borderColor: ink, color: ink };
  const side = look.launcherSide === "start" ? "flex-start" : "flex-end";
  return (
    <div
      className="look-preview"
      role="img"
      aria-label={words.name}
      style={{ background: ground, color: ink }}
    >
      <div className="look-frame" style={{ borderRadius: radius }}>
        <strong>{words.heading}</strong>
        <span className="look-balance">{words.points}</span>
        <span className="look-bar">
          <i style={{ background: accent ?? ink }} />
        </span>
        <span suppressHydrationWarning>{words.next(money(SAMPLE_MINOR, currency))}</span>
        <span className="look-button" style={{ ...button, borderRadius: radius }}>
          {words.button}
        </span>
      </div>
      <span
        className="look-pill"
        style={{
          alignSelf: side,
          background: accent ?? ink,
          color: inkOn(accent ?? ink),
        }}
      >
        {look.launcherLabel.trim() || words.launcher}
      </span>
    </div>
  );
}
