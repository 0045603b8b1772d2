import type { TimeSlices } from "./time-slices.ts";

/** As many are sorted in one go; longer lists are merged of such runs. */
const RUN = 1_024;
/** Steps between two looks at the time. */
const STEPS = 512;

type Compare<Value> = (a: Value, b: Value) => number;

interface Runs<Value> {
  from: readonly Value[];
  into: Value[];
  compare: Compare<Value>;
  slices: TimeSlices;
}

async function mergeTwo<Value>(
  { from, into, compare, slices }: Runs<Value>,
  [start, middle, end]: readonly [number, number, number],
): Promise<void> {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const one = from[left] as Value;
    const other = from[right] as Value;
    const takesLeft = left < middle && (right >= end || compare(one, other) <= 0);
    into[at] = takesLeft ? one : other;
    if (takesLeft) left += 1;
    else right += 1;
    if (at % STEPS === 0 && slices.due) await slices.rest();
  }
}

/** Sorts a list of any length without holding up the process: a merge sort with rests. */
export async function sortInSlices<Value>(
  values: readonly Value[],
  compare: Compare<Value>,
  slices: TimeSlices,
): Promise<Value[]> {
  let from: Value[] = [];
  for (let start = 0; start < values.length; start += RUN) {
    for (const value of values.slice(start, start + RUN).sort(compare)) from.push(value);
    if (slices.due) await slices.rest();
  }
  let into: Value[] = new Array<Value>(from.length);
  for (let width = RUN; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      const end = Math.min(start + 2 * width, from.length);
      await mergeTwo({ from, into, compare, slices }, [start, middle, end]);
    }
    [from, into] = [into, from];
  }
  return from;
}
