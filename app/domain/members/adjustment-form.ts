/** Adjusting and undoing as a page asks for them, and what it may be answered. */
import type { Id } from "../shared/ids.ts";
import type { AskFault, Consequence } from "./adjustment.ts";

/** As a form says it; what can't be is answered field by field. */
export type AdjustmentForm = {
  customerId: Id;
  /** A UUID made by the form when it was opened. */
  id: string;
  points: number | null;
  reason: string | null;
  note: string | null;
  /** What the merchant was told and said yes to. */
  confirmed: readonly Consequence[];
};

/** What is to be said yes to first, in figures. */
export type Warning = {
  consequences: Consequence[];
  points: number;
  before: number;
  after: number;
  limit: number;
  dayLimit: number;
  today: number;
  worthMinor: number;
};

export type AdjustmentOutcome =
  | { kind: "adjusted" | "repeated"; key: string; points: number; balance: number }
  | { kind: "confirm"; warning: Warning }
  | { kind: "invalid"; faults: AskFault[] }
  /** Nobody becomes a member by an adjustment: only an order or joining enrols. */
  | { kind: "not-a-member" }
  /** The same form was sent before, and asked for something else. */
  | { kind: "conflict" };

export type UndoForm = {
  customerId: Id;
  /** The adjustment's key. */
  key: string;
  confirmed: readonly Consequence[];
};

export type UndoOutcome =
  | { kind: "undone" | "repeated"; key: string; points: number; balance: number }
  /** The points were spent meanwhile: the balance falls below zero. */
  | { kind: "confirm"; points: number; before: number; after: number }
  | { kind: "not-found" };
