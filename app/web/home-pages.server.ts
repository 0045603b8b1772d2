/** What the routes of Home are given. */
import type { App } from "../app.server.ts";
import { repeatRate, LATELY_DAYS } from "../domain/figures/shop-figures.ts";
import { pointsWorthMinor } from "../domain/program/points-worth.ts";
import { versionAt } from "../domain/program/program.ts";
import { toIso } from "../domain/shared/instant.ts";
import type {
  BlockLink,
  FiguresView,
  HomeAnswer,
  HomeProgress,
  HomeView,
  IntakeView,
  ShowingView,
} from "../ui/home/view.ts";
import { chooseEarnFrom } from "../use-cases/choose-earn-from.ts";
import type { ShopId } from "../use-cases/ports.ts";
import { readEarnFrom } from "../use-cases/read-earn-from.ts";
import { readHome } from "../use-cases/read-home.ts";
import { readImport } from "../use-cases/read-import.ts";
import { startImport } from "../use-cases/start-import.ts";
import { stopImport } from "../use-cases/stop-import.ts";
import { tryEarnFrom } from "../use-cases/try-earn-from.ts";
import type { AdminVisit } from "./admin-visit.server.ts";
import { freshFigures, type FreshFigures } from "./fresh-figures.server.ts";
import { thingsToDo } from "./things-to-do.ts";

export interface HomePages {
  read(visit: AdminVisit): Promise<HomeView>;
  progress(visit: AdminVisit): Promise<HomeProgress>;
  /** What a button asked for, as its form says it. */
  act(visit: AdminVisit, form: FormData): Promise<HomeAnswer>;
}

interface Health {
  intakeOf(shopId: ShopId): Promise<IntakeView>;
  showingOf(shopId: ShopId): Promise<ShowingView>;
}

export function homePages(app: App, health: Health): HomePages {
  const { ports } = app;
  const required = app.env.SCOPES.split(",").map((scope) => scope.trim());
  const figuresOf = freshFigures(app);
  return {
    async read(visit) {
      const { shopId } = visit;
      const [home, intake, showing, figures] = await Promise.all([
        readHome(ports, shopId, required),
        health.intakeOf(shopId),
        health.showingOf(shopId),
        figuresOf(shopId),
      ]);
      const { history, past } = home;
      const { lastReceivedAt } = intake;
      return {
        progress: { toldAt: toIso(Date.now()), history, past },
        toDo: thingsToDo({ ...home, intake, showing }),
        health: { intake, showing },
        figures: await figuresView(app, visit, figures),
        now: toIso(ports.clock()),
        setUp: home.setUpClosedAt
          ? null
          : {
              connected: {
                missingScopes: home.missingScopes,
                accessLost: home.accessLostAt !== null,
                lastReceivedAt,
              },
              blocks: {
                seenAt: home.storefrontSeenAt?.toISOString() ?? null,
                placedAt: home.blocksPlacedAt?.toISOString() ?? null,
                links: blockLinks(app, visit),
              },
            },
      };
    },
    progress: async ({ shopId }) => ({
      toldAt: toIso(Date.now()),
      history: await readImport(ports, shopId),
      past: await readEarnFrom(ports, shopId),
    }),
    act: (visit, form) => act(app, visit, form),
  };
}

async function figuresView(
  { ports }: App,
  { shopId }: AdminVisit,
  { stored, counting }: FreshFigures,
): Promise<FiguresView | null> {
  if (!stored) return null;
  const { figures, takenAt } = stored;
  const { versions } = await ports.stores.inShop(shopId, (tx) =>
    ports.stores.settlements.loadKnown(tx, [], []),
  );
  const { weeks, ...now } = figures;
  return {
    ...now,
    takenAt: toIso(takenAt),
    counting,
    liabilityMinor: pointsWorthMinor(figures.pointsOutstanding, versionAt(versions, takenAt)),
    latelyDays: LATELY_DAYS,
    weeks: weeks.map((week) => ({
      endsAt: toIso(week.endsAt),
      members: week.members,
      repeatRate: repeatRate(week),
      pointsOutstanding: week.pointsOutstanding,
      earned: week.earned,
    })),
  };
}

/**
 * Into the theme editor, with the block added for the merchant to look at and save.
 * https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration#simplified-installation-flows-with-deep-links
 */
function blockLinks({ env }: App, { shopDomain }: AdminVisit): BlockLink[] {
  const admin = env.DEV_STORE_URL ?? `https://${shopDomain}`;
  const link = (block: BlockLink["block"], query: Record<string, string>): BlockLink => {
    const url = new URL("/admin/themes/current/editor", admin);
    url.search = new URLSearchParams(query).toString();
    return { block, href: url.toString() };
  };
  const added = (block: BlockLink["block"], template: string): BlockLink =>
    link(block, {
      template,
      addAppBlockId: `${env.SHOPIFY_API_KEY}/${block}`,
      target: "mainSection",
    });
  return [
    link("launcher", { context: "apps", activateAppId: `${env.SHOPIFY_API_KEY}/launcher` }),
    added("earn", "product"),
  ];
}

async function act({ ports }: App, visit: AdminVisit, form: FormData): Promise<HomeAnswer> {
  const { shopId, staff } = visit;
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const noted = async (step: "blocks_placed_at" | "set_up_closed_at"): Promise<void> =>
    ports.stores.shops.noteSetUp(shopId, step, new Date(ports.clock()));
  const intent = text("intent");
  switch (intent) {
    case "start-import":
      await startImport(ports, shopId, { wish: { source: "shopify" }, staff });
      return { intent, refused: null };
    case "stop-import":
      await stopImport(ports, shopId, staff);
      return { intent, refused: null };
    case "try-earn": {
      const day = text("day");
      const outcome = await tryEarnFrom(ports, shopId, day === "" ? null : day);
      return { intent, refused: outcome.kind === "refused" ? outcome.why : null };
    }
    case "choose-earn": {
      const outcome = await chooseEarnFrom(ports, shopId, { choice: text("choice"), staff });
      return { intent, refused: outcome.kind === "refused" ? outcome.why : null };
    }
    case "blocks-placed":
      await noted("blocks_placed_at");
      return { intent, refused: null };
    case "close-set-up":
      await noted("set_up_closed_at");
      return { intent, refused: null };
    default:
      throw new Response(null, { status: 400, statusText: "Bad Request" });
  }
}
