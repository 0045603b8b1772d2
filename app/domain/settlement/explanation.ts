/** A line of a member's history opened to its arithmetic. */
import type { AdjustmentDetail } from "../members/adjustment.ts";
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import type { ExpiryStory } from "./expiry-story.ts";
import type { OrderStory, StoryEntry } from "./order-story.ts";

/** A line: an entry by its number, or an order that has none. */
export type HistoryLine = { source: "entry" | "order"; id: Id };

/** A change of one cause, as it was posted. */
export type Posting = Omit<StoryEntry, "arithmetic"> & {
  before: number;
  target: number;
};

export type Explanation =
  | {
      kind: "order";
      /** The entry that was opened; null of an order that has none. */
      entryId: string | null;
      story: OrderStory;
      /** Product → title, as far as the catalogue is known. */
      titles: Record<Id, string>;
      earnFrom: Instant | null;
    }
  /** An order that isn't known any more, or never was: what was posted is all there is. */
  | { kind: "order-gone"; postings: Posting[] }
  | { kind: "expiry"; story: ExpiryStory; postings: Posting[] }
  | {
      kind: "adjustment";
      detail: AdjustmentDetail | null;
      /** What was undone by it, or what it was undone by. */
      other: { at: Instant; detail: AdjustmentDetail | null; points: number } | null;
      postings: Posting[];
    }
  | { kind: "action"; postings: Posting[] };
