import type {
  Address,
  Customer,
  DiscountApplication,
  Fulfillment,
  Order,
  ShippingLine,
  ShopInfo,
} from "../../shop/records.ts";
import { restTime } from "../../shop/timestamps.ts";
import {
  allDiscountsMinor,
  financialStatus,
  fulfillmentStatus,
  orderTotals,
  shippingDiscountMinor,
  shippingPriceMinor,
  type OrderTotals,
} from "../../shop/totals.ts";
import { gid } from "../../wire/gid.ts";
import { idNumber } from "../../wire/json.ts";
import { countryName, embeddedCustomer } from "./customer.ts";
import { linePayload, taxLinePayload } from "./line.ts";
import { amountText, moneySet } from "./money-set.ts";
import { refundPayload } from "./refund.ts";

function moneyFields(order: Order, totals: OrderTotals) {
  const text = (minor: number) => amountText(minor, order);
  const set = (minor: number) => moneySet(minor, order);
  return {
    currency: order.currency,
    current_shipping_price_set: set(totals.currentShippingMinor),
    current_subtotal_price: text(totals.currentSubtotalMinor),
    current_subtotal_price_set: set(totals.currentSubtotalMinor),
    current_total_additional_fees_set: null,
    current_total_discounts: text(totals.currentDiscountsMinor),
    current_total_discounts_set: set(totals.currentDiscountsMinor),
    current_total_duties_set: null,
    current_total_price: text(totals.currentTotalMinor),
    current_total_price_set: set(totals.currentTotalMinor),
    current_total_tax: text(totals.currentTaxMinor),
    current_total_tax_set: set(totals.currentTaxMinor),
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    presentment_currency: order.presentment.currency,
    subtotal_price: text(totals.subtotalMinor),
    subtotal_price_set: set(totals.subtotalMinor),
    total_cash_rounding_payment_adjustment_set: set(0),
    total_cash_rounding_refund_adjustment_set: set(0),
    total_discounts: text(allDiscountsMinor(order)),
    total_discounts_set: set(allDiscountsMinor(order)),
    total_line_items_price: text(totals.lineItemsMinor),
    total_line_items_price_set: set(totals.lineItemsMinor),
    total_outstanding: text(totals.outstandingMinor),
    total_price: text(totals.totalMinor),
    total_price_set: set(totals.totalMinor),
    total_shipping_price_set: set(shippingPriceMinor(order)),
    total_tax: text(totals.taxMinor),
    total_tax_set: set(totals.taxMinor),
    total_tip_received: text(0),
  };
}

function orderTaxLines(order: Order) {
  const byTitle = new Map<string, { title: string; rate: number; amountMinor: number }>();
  for (const tax of order.lines.flatMap((line) => line.taxLines)) {
    const known = byTitle.get(`${tax.title} ${tax.rate}`);
    byTitle.set(`${tax.title} ${tax.rate}`, {
      ...tax,
      amountMinor: (known?.amountMinor ?? 0) + tax.amountMinor,
    });
  }
  return [...byTitle.values()].map((tax) => taxLinePayload(tax, order));
}

function typeOf(discount: DiscountApplication): string {
  if (discount.class === "shipping") return "shipping";
  return discount.percent === undefined ? "fixed_amount" : "percentage";
}

/** Free shipping is all of it off. */
function valueOf(discount: DiscountApplication, order: Order) {
  const percent = discount.class === "shipping" ? 100 : discount.percent;
  return percent === undefined
    ? { value: amountText(discount.amountMinor, order), value_type: "fixed_amount" }
    : { value: percent.toFixed(1), value_type: "percentage" };
}

function discountFields(order: Order) {
  const coded = order.discounts.filter((discount) => discount.code !== null);
  return {
    discount_codes: coded.map((discount) => ({
      code: discount.code,
      amount: amountText(discount.amountMinor, order),
      type: typeOf(discount),
    })),
    discount_applications: order.discounts.map((discount) => ({
      target_type: discount.class === "shipping" ? "shipping_line" : "line_item",
      type: discount.code === null ? "manual" : "discount_code",
      ...valueOf(discount, order),
      allocation_method: discount.targetLine ? "one" : "across",
      target_selection: discount.targetLine
        ? "explicit"
        : discount.class === "product"
          ? "entitled"
          : "all",
      ...(discount.code === null
        ? { title: "Discount", description: null }
        : { code: discount.code }),
    })),
  };
}

function shippingLinePayload(line: ShippingLine, order: Order) {
  const paidMinor = line.priceMinor - shippingDiscountMinor(line);
  return {
    id: idNumber(line.id),
    carrier_identifier: null,
    code: line.title,
    current_discounted_price_set: moneySet(order.cancelledAt === null ? paidMinor : 0, order),
    discounted_price: amountText(paidMinor, order),
    discounted_price_set: moneySet(paidMinor, order),
    is_removed: false,
    phone: null,
    price: amountText(line.priceMinor, order),
    price_set: moneySet(line.priceMinor, order),
    requested_fulfillment_service_id: null,
    source: "shopify",
    title: line.title,
    tax_lines: [],
    discount_allocations: line.allocations.map((part) => ({
      amount: amountText(part.amountMinor, order),
      amount_set: moneySet(part.amountMinor, order),
      discount_application_index: part.application,
    })),
  };
}

function fulfillmentPayload(fulfillment: Fulfillment, order: Order, shop: ShopInfo) {
  return {
    id: idNumber(fulfillment.id),
    admin_graphql_api_id: gid("Fulfillment", fulfillment.id),
    created_at: restTime(fulfillment.at, shop.timeZone),
    name: `${order.name}.1`,
    order_id: idNumber(order.id),
    service: "manual",
    status: "success",
    updated_at: restTime(fulfillment.at, shop.timeZone),
    line_items: fulfillment.lines.map((line) => ({
      id: idNumber(line.lineId),
      quantity: line.quantity,
    })),
  };
}

/** Where an order goes: what its checkout was told, else what is known of the customer. */
function deliveredTo(order: Order, customer: Customer | null): Address | null {
  const told = order.checkout?.shippingAddress ?? null;
  if (told !== null || order.countryCode === null) return told;
  const { firstName = null, lastName = null } = customer ?? {};
  const { address1 = null, city = null, zip = null } = customer?.address ?? {};
  return { firstName, lastName, address1, city, zip, countryCode: order.countryCode };
}

function addressPayload(order: Order, customer: Customer | null) {
  const address = deliveredTo(order, customer);
  if (address === null) return null;
  return {
    first_name: address.firstName,
    address1: address.address1,
    phone: null,
    city: address.city,
    zip: address.zip,
    province: null,
    country: countryName(address.countryCode),
    last_name: address.lastName,
    address2: null,
    company: null,
    latitude: null,
    longitude: null,
    name: [address.firstName, address.lastName].filter((part) => part !== null).join(" "),
    country_code: address.countryCode,
    province_code: null,
  };
}

function headFields(
  order: Order,
  customer: Customer | null,
  time: (at: number | null) => string | null,
) {
  return {
    id: idNumber(order.id),
    admin_graphql_api_id: gid("Order", order.id),
    app_id: null,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason,
    cancelled_at: time(order.cancelledAt),
    cart_token: order.checkout?.token ?? null,
    checkout_token: order.checkout?.token ?? null,
    client_details: null,
    closed_at: time(order.closedAt),
    confirmation_number: null,
    confirmed: true,
    contact_email: order.email,
    created_at: time(order.createdAt),
    customer_locale: order.checkout?.locale ?? customer?.locale ?? "en",
    device_id: null,
    duties_included: false,
    email: order.email,
    estimated_taxes: false,
    financial_status: financialStatus(order),
    fulfillment_status: fulfillmentStatus(order),
    landing_site: null,
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: "MTU0ODM4MDAwOQ",
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: [],
    number: order.number - 1000,
    order_number: order.number,
    payment_gateway_names: order.transactions.length === 0 ? [] : ["bogus"],
    phone: null,
    po_number: null,
    processed_at: time(order.processedAt),
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    tags: order.tags.join(", "),
    tax_exempt: false,
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: order.id,
    total_weight: 0,
    updated_at: time(order.updatedAt),
    user_id: null,
  };
}

/** An order as the REST Admin API and the order topics of API 2026-07 show it. */
export function orderPayload(order: Order, customer: Customer | null, shop: ShopInfo) {
  const time = (at: number | null) => (at === null ? null : restTime(at, shop.timeZone));
  const address = addressPayload(order, customer);
  return {
    ...headFields(order, customer, time),
    ...moneyFields(order, orderTotals(order)),
    ...discountFields(order),
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${order.id}/authenticate?key=${order.id}`,
    tax_lines: orderTaxLines(order),
    billing_address: address,
    customer: customer === null ? null : embeddedCustomer(customer, shop),
    fulfillments: order.fulfillments.map((fulfillment) =>
      fulfillmentPayload(fulfillment, order, shop),
    ),
    line_items: order.lines.map((line) => linePayload(line, order)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(order, refund, shop)),
    shipping_address: address,
    shipping_lines: order.shippingLines.map((line) => shippingLinePayload(line, order)),
    returns: [],
    line_item_groups: [],
  };
}
