/** An id as Liquid holds it: a number, as text where JavaScript's numbers aren't exact any more. */
export function idOf(id: string): number | string {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : id;
}
