/** What of the team log an address asks for. */
export type TeamQuery = { cursor: string | null; what: string | null; staffId: string | null };

export function teamLogQuery(address: string): TeamQuery {
  const query = new URL(address).searchParams;
  return { cursor: query.get("before"), what: query.get("what"), staffId: query.get("staff") };
}
