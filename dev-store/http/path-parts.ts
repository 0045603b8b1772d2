/** A part of a path as it was meant; null where a percent sign encodes nothing. */
export function decodedPart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

export const partsOf = (path: string): string[] => path.split("/").filter((part) => part !== "");

/** What a path has in the places that a pattern such as `/orders/:id` leaves open; null: another path. */
export function matchPath(pattern: string, parts: readonly string[]): string[] | null {
  const wanted = partsOf(pattern);
  if (wanted.length !== parts.length) return null;
  const open: string[] = [];
  for (const [index, word] of wanted.entries()) {
    const given = parts[index] ?? "";
    if (word.startsWith(":")) open.push(decodedPart(given) ?? given);
    else if (word !== given) return null;
  }
  return open;
}
