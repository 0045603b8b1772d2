/** The way of a figure through the weeks as a small line or bars; the same in words for screen readers. */
import { useId } from "react";

const WIDTH = 120;
const HEIGHT = 36;
const EDGE = 3;

interface SparklineProps {
  values: readonly (number | null)[];
  shape: "line" | "bars";
  /** What it shows, in words. */
  title: string;
}

export function Sparkline({ values, shape, title }: SparklineProps) {
  const id = useId();
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const low = shape === "bars" ? 0 : Math.min(...known);
  const high = Math.max(...known, low + Number.EPSILON);
  const y = (value: number): number =>
    HEIGHT - EDGE - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * EDGE);
  const step = WIDTH / values.length;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-labelledby={id}
      preserveAspectRatio="none"
    >
      <title id={id}>{title}</title>
      {shape === "bars"
        ? values.map((value, index) => (
            <rect
              key={index}
              x={round(index * step + 1)}
              y={round(y(Math.max(0, value ?? 0)))}
              width={round(step - 2)}
              height={round(Math.max(0.5, HEIGHT - EDGE - y(Math.max(0, value ?? 0))))}
              rx="1"
              className="sparkline-bar"
            />
          ))
        : line(values, y)}
    </svg>
  );
}

function line(values: readonly (number | null)[], y: (value: number) => number) {
  const across = (WIDTH - 2 * EDGE) / (values.length - 1);
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${round(EDGE + index * across)},${round(y(value))}`],
  );
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const area = `${first.split(",")[0]},${HEIGHT} ${points.join(" ")} ${last.split(",")[0]},${HEIGHT}`;
  return (
    <>
      <polygon points={area} className="sparkline-area" />
      <polyline points={points.join(" ")} className="sparkline-line" />
    </>
  );
}

/** Servers and browsers print the last digits of a fraction differently. */
const round = (value: number): number => Math.round(value * 10) / 10;
