/** All words of the admin: the shape that every language fulfils. */
import type { en } from "./en.ts";

/** Literal texts widen to `string`, so that another language may say it otherwise. */
type Said<T> = T extends string
  ? string
  : T extends (...args: infer Args) => unknown
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: Said<T[Key]> };

export type Words = Said<typeof en>;
