/** The admin in English: one line an area. */
import { deliveries } from "./en/deliveries.ts";
import { frame } from "./en/frame.ts";
import { home } from "./en/home.ts";
import { member } from "./en/member.ts";
import { members } from "./en/members.ts";
import { settings } from "./en/settings.ts";

export const en = {
  deliveries,
  frame,
  home,
  member,
  members,
  settings,
};
