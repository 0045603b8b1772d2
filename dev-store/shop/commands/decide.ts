import * as app from "./app.ts";
import * as bulk from "./bulk-operations.ts";
import * as catalogue from "./catalogue.ts";
import * as closing from "./close-order.ts";
import type { Command, CommandKind, Decide, Deciding, Decision } from "./command.ts";
import * as customers from "./customers.ts";
import * as discounts from "./discounts.ts";
import { editOrder } from "./edit-order.ts";
import { deleteMetafields, setMetafields } from "./metafields.ts";
import { payOrder } from "./pay-order.ts";
import { placeOrder } from "./place-order.ts";
import { refundOrder } from "./refund-order.ts";
import { putThemeFile } from "./theme.ts";

const DECISIONS: { [Kind in CommandKind]: Decide<Kind> } = {
  "customer.put": customers.putCustomer,
  "customer.delete": customers.deleteCustomer,
  "customer.merge": customers.mergeCustomers,
  "product.put": catalogue.putProduct,
  "product.delete": catalogue.deleteProduct,
  "collection.put": catalogue.putCollection,
  "collection.delete": catalogue.deleteCollection,
  "order.place": placeOrder,
  "order.pay": payOrder,
  "order.refund": refundOrder,
  "order.edit": editOrder,
  "order.cancel": closing.cancelOrder,
  "order.fulfil": closing.fulfilOrder,
  "order.expire": closing.expireOrder,
  "order.change": closing.changeOrder,
  "order.delete": closing.deleteOrder,
  "metafields.set": setMetafields,
  "metafields.delete": deleteMetafields,
  "discount.create": discounts.createDiscount,
  "discount.change": discounts.changeDiscount,
  "discount.delete": discounts.deleteDiscount,
  "discount.add-codes": discounts.addCodes,
  "bulk.create": bulk.createBulkOperation,
  "bulk.cancel": bulk.cancelBulkOperation,
  "bulk.finish": bulk.finishBulkOperation,
  "shop.change": app.changeShop,
  "app.install": app.installApp,
  "app.scopes": app.changeScopes,
  "app.uninstall": app.uninstallApp,
  "subscriptions.configure": app.configureSubscriptions,
  "subscription.create": app.createSubscription,
  "subscription.delete": app.deleteSubscription,
  "token.issue": app.issueToken,
  "token.revoke": app.revokeToken,
  "webhook.send": app.sendWebhook,
  "theme.put": putThemeFile,
};

export function decide(shop: Deciding, command: Command): Decision {
  // The table pairs each kind with its own decision; TypeScript can't follow the pairing here.
  const decision = DECISIONS[command.kind] as (shop: Deciding, command: Command) => Decision;
  return decision(shop, command);
}
