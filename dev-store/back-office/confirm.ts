import type { ControlContext } from "../control/context.ts";
import { markup, type Html, type Piece } from "../http/html.ts";
import { card } from "./parts.ts";
import { count } from "./wording.ts";

/** The page between a destructive button and its deed: what it comes to, then yes or back. */
export function confirmation(of: {
  action: string;
  /** What will be, in numbers. */
  consequences: readonly Piece[];
  fields?: Piece;
  yes: string;
  back: { href: string; label: string };
}): Html {
  return card(
    null,
    markup`<form class="stack narrow" method="post" action="${of.action}"><ul class="consequences">${of.consequences.map(
      (consequence) => markup`<li>${consequence}</li>`,
    )}</ul>${of.fields}<div class="buttons"><button class="button button-bad">${of.yes}</button><a class="button" href="${of.back.href}">${of.back.label}</a></div></form>`,
  );
}

/** How many webhooks some topics would make just now, and which. */
export function webhooksOf(context: ControlContext, topics: readonly string[]): string {
  const { subscriptions, installation } = context.shop.state;
  if (!installation.installed) return "The app is not installed and hears nothing of it.";
  const heard = subscriptions.filter(({ topic }) => topics.includes(topic));
  if (heard.length === 0) return "The app asks for no webhook of this and hears nothing of it.";
  const names = topics.filter((topic) => heard.some((one) => one.topic === topic)).join(", ");
  return `The app gets ${count(heard.length, "webhook")}: ${names}.`;
}
