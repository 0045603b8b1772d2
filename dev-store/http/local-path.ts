/** Nothing that a browser would take for another site: `//host`, `/\host`, control characters. */
const LOCAL = /^\/(?![/\\])[^\\\p{Cc}]*$/u;
const PATH_LENGTH_MAX = 2_000;

/** As a browser would go there: without `..`, and in letters that a header can carry. */
function resolved(path: string): string {
  const { pathname, search, hash } = new URL(`http://shop${path}`);
  return `${pathname}${search}${hash}`;
}

/** A path of this shop that somebody may be sent on to, else the given one. */
export function localPath(wanted: string | null | undefined, otherwise: string): string {
  if (wanted === null || wanted === undefined) return otherwise;
  if (wanted.length > PATH_LENGTH_MAX || !LOCAL.test(wanted)) return otherwise;
  const path = resolved(wanted);
  // `/..//host` is local as it stands and another site's once it is resolved.
  return LOCAL.test(path) ? path : otherwise;
}
