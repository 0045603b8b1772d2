/** The admin in Simplified Chinese: one line an area. */
import type { Words } from "./words.ts";
import { deliveries } from "./zh-cn/deliveries.ts";
import { frame } from "./zh-cn/frame.ts";
import { home } from "./zh-cn/home.ts";
import { member } from "./zh-cn/member.ts";
import { members } from "./zh-cn/members.ts";
import { settings } from "./zh-cn/settings.ts";

export const zhCn: Words = {
  deliveries,
  frame,
  home,
  member,
  members,
  settings,
};
