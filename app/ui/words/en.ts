/** The admin in English: one line an area. */
import { deliveries } from "./en/deliveries.ts";
import { frame } from "./en/frame.ts";

export const en = {
  deliveries,
  frame,
};
