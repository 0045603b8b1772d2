/** Points with their sign: a gain, a loss, or nothing. */
import { useFormats } from "../words/use-words.tsx";

/** "+77", "−30": with a real minus, as people write it. */
export function signed(points: number, number: (value: number) => string): string {
  if (points === 0) return "0";
  return points > 0 ? `+${number(points)}` : `−${number(-points)}`;
}

/** A balance: the sign only where it is below nothing. */
export function plain(points: number, number: (value: number) => string): string {
  return points < 0 ? signed(points, number) : number(points);
}

export function SignedPoints({ points }: { points: number }) {
  const { number } = useFormats();
  const tone = points > 0 ? " gain" : points < 0 ? " loss" : "";
  return <span className={`figure-text${tone}`}>{signed(points, number)}</span>;
}
