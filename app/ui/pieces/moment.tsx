/** An instant in the shop's zone; its second and zone on hover. */
import { useFormats } from "../words/use-words.tsx";

interface MomentProps {
  /** ISO 8601, or milliseconds since the epoch. */
  at: string | number;
  shown?: "day" | "time" | "moment";
}

export function Moment({ at, shown = "moment" }: MomentProps) {
  const formats = useFormats();
  return (
    // Node and the browser may know different editions of the same language's habits.
    <time dateTime={new Date(at).toISOString()} title={formats.exact(at)} suppressHydrationWarning>
      {formats[shown](at)}
    </time>
  );
}
