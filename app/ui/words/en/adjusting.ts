/** Points by hand: the form, its consequences, and what came of it. */
import { counted, grouped } from "./wording.ts";

const points = (count: number): string => counted(count, "point", "points");

const reasons: Readonly<Record<string, string>> = {
  goodwill: "Goodwill",
  correction: "Correction",
  "service-recovery": "Making up for a mistake",
  promotion: "Promotion",
  other: "Other",
};

export const adjust = {
  action: "Adjust points",
  title: "Adjust points",
  add: "Add",
  take: "Take away",
  direction: "Add or take away",
  points: "Points",
  reason: "Reason",
  choose: "Choose a reason",
  reasons,
  note: "Note for your team",
  noteHint: "Customers never see it.",
  noteNeeded: "Say in a few words why.",
  after: (before: string, after: string) => `Balance: ${before} → ${after}`,
  save: "Adjust",
  cancel: "Cancel",
  back: "Change it",
  faults: {
    "points-missing": "Enter a number of points.",
    "points-zero": "Enter at least 1 point.",
    "points-not-whole": "Whole points only.",
    "points-too-many": "At most 10,000,000 points at a time.",
    "reason-missing": "Choose a reason.",
    "note-missing": "Say in a few words why.",
    "note-too-long": "At most 500 characters.",
  } as Readonly<Record<string, string>>,
  confirmTitle: "This is more than usual",
  confirm: (change: string) => `Adjust by ${change}`,
  aboveLimit: (count: number, limit: number, money: string) =>
    `${points(count)} is above your limit of ${grouped(limit)} for one adjustment. It is worth up to ${money} in rewards.`,
  aboveDayLimit: (today: number, limit: number) =>
    `You have adjusted ${points(today)} today already. With this one it is more than ${grouped(limit)}.`,
  belowZero: (after: string) =>
    `The balance falls to ${after}. The next points earned fill the gap before any can be spent.`,
  undoBelowZero: (change: string, after: string) =>
    `Undoing it changes the balance by ${change}, to ${after}: the points were used meanwhile. The next points earned fill the gap.`,
  undoTitle: "Undo and leave a gap?",
  undo: "Undo",
  done: (change: string) => `Points adjusted by ${change}`,
  repeated: "This adjustment had been made already",
  undone: "Adjustment undone",
  undoneAlready: "This adjustment had been undone already",
  conflict:
    "This form was sent before with other values, and that stands. Close it and begin anew.",
  notAMember:
    "Points can be adjusted once the customer is a member: by a first order, or by joining.",
  notFound: "This adjustment is not known here any more. Reload the page.",
  failed: "The adjustment could not be sent. Try again: it is never made twice.",
  notNow: "Not a member: points can be adjusted after a first order or joining.",
};
