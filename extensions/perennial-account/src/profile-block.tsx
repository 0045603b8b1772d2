/** Profile page: what I have, what I can get, how I get more. */
import type { Api } from "@shopify/ui-extensions/customer-account.profile.block.render";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { appClient, type AppClient } from "./app-client.ts";
import { Balance } from "./balance.tsx";
import { Claim, Join } from "./join.tsx";
import { memberFromMetafield } from "./member-metafield.ts";
import type { Member, Program } from "./member.ts";
import { Movements } from "./movements.tsx";
import { AsOf, Failed, Loading } from "./states.tsx";
import { TierProgress } from "./tier-progress.tsx";
import { points, say } from "./words.ts";

declare const shopify: Api;

interface Known {
  member: Member | null;
  program: Program | null;
  /** "asked" until the app answers or fails. */
  app: "asked" | "answered" | "failed";
  /** Of this visit: to be greeted. */
  joinedWith: number | null;
}

const NOTHING: Known = { member: null, program: null, app: "asked", joinedWith: null };

export default function extension(): void {
  const app = appClient(() => shopify.sessionToken.get());
  render(<Profile app={app} />, document.body);
}

function Profile({ app }: { app: AppClient }) {
  const [known, setKnown] = useState(NOTHING);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    const learn = (change: (before: Known) => Known) => {
      if (!gone) setKnown(change);
    };
    const metafield = memberFromMetafield().then((member) =>
      learn((before) => (before.app === "answered" ? before : { ...before, member })),
    );
    app.member().then(
      (fresh) => learn((before) => ({ ...before, ...fresh, app: "answered" })),
      async (error: unknown) => {
        console.warn("Perennial: shown as of the last known moment", error);
        await metafield;
        learn((before) => ({ ...before, app: "failed" }));
      },
    );
    return () => {
      gone = true;
    };
  }, [app, attempt]);

  const retry = () => {
    setKnown(NOTHING);
    setAttempt(attempt + 1);
  };
  return (
    <s-section heading={say("balance.heading")}>
      <Content app={app} known={known} setKnown={setKnown} retry={retry} />
    </s-section>
  );
}

interface ContentProps {
  app: AppClient;
  known: Known;
  setKnown: (known: Known) => void;
  retry: () => void;
}

function Content({ app, known, setKnown, retry }: ContentProps) {
  const { member, program } = known;
  if (member === null)
    return known.app === "failed" ? <Failed retry={retry} /> : <Loading paragraphs={5} />;
  const join = async () => {
    const joined = await app.join();
    setKnown({ ...known, ...joined, joinedWith: joined.member.available - member.available });
  };
  if (!member.enrolled) return <Join program={program} kept={member.available} join={join} />;
  return (
    <s-stack gap="large">
      {known.joinedWith === null ? null : <Welcome joinedWith={known.joinedWith} />}
      <Balance member={member} now={Date.now()} />
      <TierProgress member={member} currency={program?.currency ?? null} />
      <Movements member={member} more={known.app === "failed" ? null : app.activity} />
      {/* Last, since only the app knows what there is to claim: nothing above it moves. */}
      <Claim program={program} join={join} />
      {known.app === "failed" ? <AsOf member={member} /> : null}
    </s-stack>
  );
}

function Welcome({ joinedWith }: { joinedWith: number }) {
  return (
    <s-banner tone="success" heading={say("join.welcome")}>
      {joinedWith > 0 ? say("join.gift", { points: points(joinedWith) }) : say("join.welcomeBack")}
    </s-banner>
  );
}
