/** Order status page: what this order earned and why, and the balance after it. */
import type { Api } from "@shopify/ui-extensions/customer-account.order-status.block.render";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { appClient, type AppClient } from "./app-client.ts";
import { memberFromMetafield } from "./member-metafield.ts";
import type { Member } from "./member.ts";
import type { OrderEarnings } from "./order-earnings.ts";
import { Earnings, EarningsAsOf } from "./earnings.tsx";
import { Failed, Loading } from "./states.tsx";
import { say } from "./words.ts";

declare const shopify: Api;

/** An order is known to the app seconds after it was placed; this long it is asked again. */
const COUNTING_TRIES_MAX = 6;
const COUNTING_EVERY_MS = 2_500;
/** Later than this an order that the app doesn't know isn't on its way. */
const YOUNG_MS = 3_600_000;

type Known =
  | { is: "asked" }
  | { is: "counting" }
  | { is: "unknown" }
  | { is: "earned"; earnings: OrderEarnings }
  | { is: "failed"; member: Member | null };

export default function extension(): void {
  // Who follows the link of an e-mail sees the order without having logged in.
  const loggedIn = shopify.authenticatedAccount.customer.value !== undefined;
  const app = appClient(() => shopify.sessionToken.get());
  render(loggedIn ? <OrderPoints app={app} /> : <LogIn />, document.body);
}

function OrderPoints({ app }: { app: AppClient }) {
  const [known, setKnown] = useState<Known>({ is: "asked" });
  const [attempt, setAttempt] = useState(0);
  const order = shopify.order.value;
  useEffect(() => {
    let gone = false;
    const learn = (next: Known) => {
      if (!gone) setKnown(next);
      return !gone;
    };
    if (order) {
      follow(app, order, learn).catch(async (error: unknown) => {
        console.warn("Perennial: shown as of the last known moment", error);
        learn({ is: "failed", member: await memberFromMetafield() });
      });
    }
    return () => {
      gone = true;
    };
  }, [app, attempt]);

  if (!order || known.is === "unknown") return null;
  const retry = () => {
    setKnown({ is: "asked" });
    setAttempt(attempt + 1);
  };
  return (
    <s-section heading={say("order.heading")}>
      <Content known={known} orderName={order.name} retry={retry} />
    </s-section>
  );
}

interface ContentProps {
  known: Exclude<Known, { is: "unknown" }>;
  orderName: string;
  retry: () => void;
}

function Content({ known, orderName, retry }: ContentProps) {
  switch (known.is) {
    case "asked":
      return <Loading paragraphs={1} />;
    case "counting":
      return <s-text>{say("order.counting")}</s-text>;
    case "earned":
      return <Earnings earnings={known.earnings} />;
    case "failed":
      return known.member?.enrolled ? (
        <EarningsAsOf member={known.member} orderName={orderName} />
      ) : (
        <Failed retry={retry} />
      );
  }
}

/** Asks until the order is known; `learn` answers false when nobody looks any more. */
async function follow(
  app: AppClient,
  order: { id: string; processedAt?: string },
  learn: (known: Known) => boolean,
): Promise<void> {
  const young = Date.now() - Date.parse(order.processedAt ?? "") < YOUNG_MS;
  for (let tries = 0; tries < COUNTING_TRIES_MAX; tries += 1) {
    const earnings = await app.order(order.id);
    if (earnings) {
      learn({ is: "earned", earnings });
      return;
    }
    if (!young || !learn({ is: "counting" })) break;
    await new Promise((resolve) => setTimeout(resolve, COUNTING_EVERY_MS));
  }
  learn({ is: young ? "counting" : "unknown" });
}

function LogIn() {
  return (
    <s-section heading={say("order.heading")}>
      <s-stack gap="base">
        <s-text>{say("order.logIn")}</s-text>
        <s-stack direction="inline">
          <s-button variant="secondary" onClick={() => void shopify.requireLogin()}>
            {say("order.logInButton")}
          </s-button>
        </s-stack>
      </s-stack>
    </s-section>
  );
}
