/** The languages that the admin speaks, and which of them a merchant's own comes nearest to. */
export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

/** "zh-Hans", "zh_CN" and plain "zh" are read in Simplified Chinese; everything else in English. */
export function languageOf(locale: string): Language {
  return /^zh(?!.*(hant|tw|hk|mo))/i.test(locale) ? "zh-CN" : "en";
}
