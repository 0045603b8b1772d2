/** The admin in English: one line an area. */
import { frame } from "./en/frame.ts";

export const en = {
  frame,
};
