/** What the frame of the embedded admin needs from the server, told by the layout's loader. */
import type { Reader } from "../ui/words/use-words.tsx";
import { wordsIn } from "../ui/words/use-words.tsx";
import type { Words } from "../ui/words/words.ts";

export interface AppFrame {
  apiKey: string;
  appBridgeUrl: string;
  reader: Reader;
}

interface Match {
  id: string;
  data: unknown;
}

export const LAYOUT = "routes/app";

/** The frame's settings when the page shown is one of the admin's, else null. */
export function appFrameOf(matches: readonly Match[]): AppFrame | null {
  const layout = matches.find((match) => match.id === LAYOUT);
  return (layout?.data as AppFrame | undefined) ?? null;
}

/** `meta` of a page: its title, in the language of whoever reads it. */
export function titled(title: (words: Words) => string) {
  return ({ matches }: { matches: readonly Match[] }) => {
    const words = wordsIn(appFrameOf(matches)?.reader.language ?? "en");
    return [{ title: words.frame.titled(title(words)) }];
  };
}
