/** Every address that no other route knows; without it the router prints a warning for each. */
export function loader(): never {
  throw new Response(null, { status: 404, statusText: "Not Found" });
}

export default function Unknown() {
  return null;
}
