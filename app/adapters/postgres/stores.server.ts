/** Every store on one pool, as use cases know them. */
import type { Pool } from "pg";
import type { Stores } from "../../use-cases/ports.ts";
import * as comparisonStore from "./comparison-store.server.ts";
import * as customerFileStore from "./customer-file-store.server.ts";
import * as earnTrialStore from "./earn-trial-store.server.ts";
import * as explanationStore from "./explanation-store.server.ts";
import * as factStore from "./fact-store.server.ts";
import * as figureStore from "./figure-store.server.ts";
import * as forgottenStore from "./forgotten-store.server.ts";
import * as historyStore from "./history-store.server.ts";
import * as homeStore from "./home-store.server.ts";
import * as importStore from "./import-store.server.ts";
import * as inboxStore from "./inbox-store.server.ts";
import * as ledgerStore from "./ledger-store.server.ts";
import * as markStore from "./mark-store.server.ts";
import * as memberHistoryStore from "./member-history-store.server.ts";
import * as memberListStore from "./member-list-store.server.ts";
import * as memberStore from "./member-store.server.ts";
import * as nameStore from "./name-store.server.ts";
import * as parkedStore from "./parked-store.server.ts";
import * as privacyListStore from "./privacy-list-store.server.ts";
import * as privacyStore from "./privacy-store.server.ts";
import * as reconciliationStore from "./reconciliation-store.server.ts";
import * as savedFilterStore from "./saved-filter-store.server.ts";
import * as settingsStore from "./settings-store.server.ts";
import * as settlementStore from "./settlement-store.server.ts";
import * as shownStore from "./shown-store.server.ts";
import * as teamLogStore from "./team-log-store.server.ts";
import { AccessStore } from "./access-store.server.ts";
import { ShopStore } from "./shop-store.server.ts";
import { inShop, inShopRetrying, inSnapshot, isConflict } from "./shop-transaction.server.ts";
import { isDatabaseAway } from "./pool.server.ts";

export function storesOn(pool: Pool): Stores {
  return {
    inShop: (shopId, work) => inShop(pool, shopId, work),
    inShopRetrying: (shopId, work) => inShopRetrying(pool, shopId, work),
    inSnapshot: (shopId, work) => inSnapshot(pool, shopId, work),
    readMember: (shopId, customerId) => memberStore.readMember(pool, shopId, customerId),
    shops: new ShopStore(pool),
    access: new AccessStore(pool),
    inbox: inboxStore,
    imports: importStore,
    history: historyStore,
    facts: factStore,
    forgotten: forgottenStore,
    settlements: settlementStore,
    members: memberStore,
    memberList: memberListStore,
    filters: savedFilterStore,
    names: nameStore,
    marks: markStore,
    shown: shownStore,
    ledger: ledgerStore,
    reconciliations: reconciliationStore,
    comparisons: comparisonStore,
    trials: earnTrialStore,
    figures: figureStore,
    home: homeStore,
    settings: settingsStore,
    parked: parkedStore,
    privacy: privacyStore,
    customerFile: customerFileStore,
    privacyList: privacyListStore,
    team: teamLogStore,
    memberHistory: memberHistoryStore,
    explanations: explanationStore,
    isPassing: (error) => isDatabaseAway(error) || isConflict(error),
  };
}
