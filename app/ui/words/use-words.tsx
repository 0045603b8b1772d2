/** The words and formats of whoever visits; the layout says who that is. */
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { en } from "./en.ts";
import { formatsOf, type Formats } from "./formats.ts";
import type { Language } from "./language.ts";
import type { Words } from "./words.ts";
import { zhCn } from "./zh-cn.ts";

export interface Reader {
  language: Language;
  /** Of the shop. */
  timeZone: string;
  /** Of the shop. */
  currency: string;
}

const WORDS: Readonly<Record<Language, Words>> = { en, "zh-CN": zhCn };

/** A page that fails before it is known who reads it. */
const NOBODY_KNOWN: Reader = { language: "en", timeZone: "UTC", currency: "USD" };

const ReaderContext = createContext<Reader>(NOBODY_KNOWN);

export function ReaderProvider({ reader, children }: { reader: Reader; children: ReactNode }) {
  const { language, timeZone, currency } = reader;
  const same = useMemo(() => ({ language, timeZone, currency }), [language, timeZone, currency]);
  return <ReaderContext.Provider value={same}>{children}</ReaderContext.Provider>;
}

export function useReader(): Reader {
  return useContext(ReaderContext);
}

export function useWords(): Words {
  return WORDS[useReader().language];
}

export function useFormats(): Formats {
  const { language, timeZone } = useReader();
  return formatsOf(language, timeZone);
}

/** For a document's title, which Remix asks for outside of React. */
export function wordsIn(language: Language): Words {
  return WORDS[language];
}
