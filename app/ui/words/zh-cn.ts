/** The admin in Simplified Chinese: one line an area. */
import type { Words } from "./words.ts";
import { deliveries } from "./zh-cn/deliveries.ts";
import { frame } from "./zh-cn/frame.ts";

export const zhCn: Words = {
  deliveries,
  frame,
};
