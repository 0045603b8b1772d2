import { PlainProblem } from "../../ui/plain-problem.tsx";
import plainStyles from "../../ui/plain.css?url";
import { words } from "../../web/i18n/en.ts";

/**
 * Where Shopify's library sends a visitor whose shop is unknown. There is no form for a shop's
 * address: apps of the App Store are installed and opened from Shopify only.
 */
export function links() {
  return [{ rel: "stylesheet", href: plainStyles }];
}

export function meta() {
  return [{ title: words.problems.notAllowed.title }];
}

export default function Login() {
  return <PlainProblem {...words.problems.notAllowed} />;
}
