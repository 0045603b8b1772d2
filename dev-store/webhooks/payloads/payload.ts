import type { OrderEdit, ShopEvent } from "../../shop/events.ts";
import type { ShopInfo } from "../../shop/records.ts";
import { restTime } from "../../shop/timestamps.ts";
import { idNumber, parseForwarded } from "../../wire/json.ts";
import { customerPayload, deletedCustomerPayload, mergePayload } from "./customer.ts";
import { orderPayload } from "./order.ts";
import { collectionPayload, productPayload } from "./product.ts";
import { refundPayload } from "./refund.ts";
import { shopPayload } from "./shop.ts";

/** `orders/edited`: which lines changed by how much, and no money. */
function editPayload(edit: OrderEdit, shop: ShopInfo) {
  const time = restTime(edit.at, shop.timeZone);
  const deltas = (list: OrderEdit["additions"]) =>
    list.map((item) => ({ id: idNumber(item.id), delta: item.delta }));
  return {
    order_edit: {
      id: idNumber(edit.id),
      app_id: null,
      created_at: time,
      committed_at: time,
      notify_customer: false,
      order_id: idNumber(edit.orderId),
      staff_note: null,
      user_id: null,
      line_items: { additions: deltas(edit.additions), removals: deltas(edit.removals) },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}

/** The body of the webhook about an event, before a subscription picks its fields. */
export function payloadOf(event: ShopEvent): unknown {
  const { subject, shop } = event;
  switch (subject.of) {
    case "order":
      return orderPayload(subject.order, subject.customer, shop);
    case "refund":
      return refundPayload(subject.order, subject.refund, shop);
    case "order-edit":
      return editPayload(subject.edit, shop);
    case "customer":
      return customerPayload(subject.customer, shop);
    case "deleted-customer":
      return deletedCustomerPayload(subject.id);
    case "customer-merge":
      return mergePayload(subject.keptId, subject.deletedId);
    case "product":
      return productPayload(subject.product, shop);
    case "collection":
      return collectionPayload(subject.collection, shop);
    case "deleted-order":
    case "deleted-product":
    case "deleted-collection":
      return { id: idNumber(subject.id) };
    case "shop":
      return shopPayload(shop);
    case "payload":
      return subject.payload;
    case "text":
      return parseForwarded(subject.text);
  }
}
