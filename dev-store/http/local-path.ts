/** Nothing that a browser would take for another site: `//host`, `/\host`, control characters. */
const LOCAL = /^\/(?![/\\])[^\\\p{Cc}]*$/u;
const PATH_LENGTH_MAX = 2_000;

/** A path of this shop that somebody may be sent on to, else the given one. */
export function localPath(wanted: string | null | undefined, otherwise: string): string {
  if (wanted === null || wanted === undefined) return otherwise;
  return wanted.length <= PATH_LENGTH_MAX && LOCAL.test(wanted) ? wanted : otherwise;
}
