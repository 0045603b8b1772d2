const QUARTER_HOUR_MS = 15 * 60 * 1000;
/** Every zone changes its offset on a quarter of an hour of UTC, so one look-up serves 15 minutes. */
const offsets = new Map<string, number>();
const formatters = new Map<string, Intl.DateTimeFormat>();
/** Two years of quarter hours; past it the cache starts over. */
const OFFSETS_MAX = 70_080;

function offsetMinutes(at: number, zone: string): number {
  const slot = Math.floor(at / QUARTER_HOUR_MS);
  const key = `${zone} ${slot}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    formatters.set(zone, formatter);
  }
  const name =
    formatter.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
  const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
  const offset = match?.[1] === "-" ? -minutes : minutes;
  if (offsets.size >= OFFSETS_MAX) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/** As the REST resources and webhooks print a time: whole seconds, the shop's offset. */
export function restTime(at: number, zone: string): string {
  const offset = offsetMinutes(at, zone);
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, "0");
  const minutes = String(size % 60).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/** As the GraphQL Admin API prints a DateTime: whole seconds, UTC. */
export function graphqlTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
