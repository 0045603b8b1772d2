/** A part of a path as it was meant; null where a percent sign encodes nothing. */
export function decodedPart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
