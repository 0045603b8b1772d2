import { expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import {
  call,
  json,
  orderBody,
  startReceiver,
  startStore,
  topicOf,
  until,
  type Receiver,
} from "./store.ts";

/**
 * The keys of Shopify's own sample payloads of API 2026-07 (shopify.dev/docs/api/webhooks/2026-07,
 * as of 2026-09-11): names only, in alphabetical order.
 */
const KEYS = {
  order: `
    admin_graphql_api_id app_id billing_address browser_ip buyer_accepts_marketing cancel_reason
    cancelled_at cart_token checkout_token client_details closed_at confirmation_number
    confirmed contact_email created_at currency current_shipping_price_set
    current_subtotal_price current_subtotal_price_set current_total_additional_fees_set
    current_total_discounts current_total_discounts_set current_total_duties_set
    current_total_price current_total_price_set current_total_tax current_total_tax_set customer
    customer_locale device_id discount_applications discount_codes duties_included email
    estimated_taxes financial_status fulfillment_status fulfillments id landing_site
    landing_site_ref line_item_groups line_items location_id merchant_business_entity_id
    merchant_of_record_app_id name note note_attributes number order_number order_status_url
    original_total_additional_fees_set original_total_duties_set payment_gateway_names
    payment_terms phone po_number presentment_currency processed_at reference referring_site
    refunds returns shipping_address shipping_lines source_identifier source_name source_url
    subtotal_price subtotal_price_set tags tax_exempt tax_lines taxes_included test token
    total_cash_rounding_payment_adjustment_set total_cash_rounding_refund_adjustment_set
    total_discounts total_discounts_set total_line_items_price total_line_items_price_set
    total_outstanding total_price total_price_set total_shipping_price_set total_tax
    total_tax_set total_tip_received total_weight updated_at user_id`,
  customerInOrder: `
    admin_graphql_api_id created_at currency default_address email first_name id last_name
    multipass_identifier note phone state tax_exempt tax_exemptions updated_at verified_email`,
  line: `
    admin_graphql_api_id attributed_staffs current_quantity discount_allocations duties
    fulfillable_quantity fulfillment_service fulfillment_status gift_card grams id name price
    price_set product_exists product_id properties quantity requires_shipping
    sales_line_item_group_id sku tax_lines taxable title total_discount total_discount_set
    variant_id variant_inventory_management variant_title vendor`,
  shippingLine: `
    carrier_identifier code current_discounted_price_set discount_allocations discounted_price
    discounted_price_set id is_removed phone price price_set requested_fulfillment_service_id
    source tax_lines title`,
  refund: `
    admin_graphql_api_id created_at duties id note order_adjustments order_id processed_at
    refund_line_items refund_shipping_lines restock return total_duties_set transactions user_id`,
  refundLine: `
    id line_item line_item_id location_id quantity restock_type subtotal subtotal_set total_tax
    total_tax_set`,
  refundedLine: `
    admin_graphql_api_id discount_allocations duties fulfillable_quantity fulfillment_service
    fulfillment_status gift_card grams id name price price_set product_exists product_id
    properties quantity requires_shipping sku tax_lines taxable title total_discount
    total_discount_set variant_id variant_inventory_management variant_title vendor`,
  refundTransaction: `
    admin_graphql_api_id amount amount_rounding authorization created_at currency device_id
    error_code gateway id kind location_id manual_payment_gateway message order_id parent_id
    payment_id processed_at receipt source_name status test total_unsettled_set user_id`,
  customer: `
    addresses admin_graphql_api_id created_at currency default_address email first_name id
    last_name multipass_identifier note phone state tax_exempt tax_exemptions updated_at
    verified_email`,
  address: `
    address1 address2 city company country country_code country_name customer_id default
    first_name id last_name name phone province province_code zip`,
  product: `
    admin_graphql_api_id body_html category created_at handle
    has_variants_that_requires_components id image images media options product_type
    published_at published_scope status tags template_suffix title updated_at variant_gids
    variants vendor`,
  variant: `
    admin_graphql_api_id barcode compare_at_price created_at id image_id inventory_item_id
    inventory_policy inventory_quantity old_inventory_quantity option1 option2 option3 position
    price product_id sku taxable title updated_at`,
  shop: `
    address1 address2 auto_configure_tax_inclusivity checkout_api_supported city country
    country_code country_name county_taxes created_at currency customer_email domain
    eligible_for_payments email enabled_presentment_currencies finances google_apps_domain
    google_apps_login_enabled has_discounts has_gift_cards has_storefront iana_timezone id
    latitude longitude marketing_sms_consent_enabled_at_checkout money_format
    money_in_emails_format money_with_currency_format money_with_currency_in_emails_format
    multi_location_enabled myshopify_domain name password_enabled phone plan_display_name
    plan_name pre_launch_enabled primary_locale primary_location_id province province_code
    requires_extra_payments_agreement setup_required shop_owner source tax_shipping
    taxes_included timezone transactional_sms_disabled updated_at weight_unit zip`,
};

type Tree = Record<string, unknown>;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");
const keysOf = (value: unknown): string[] => Object.keys(value as Tree).sort();
const first = (value: unknown): Tree => (value as Tree[])[0]!;

async function sent(app: Receiver, topic: string): Promise<Tree> {
  await until(topic, () => app.received.some((item) => topicOf(item) === topic));
  return json(app.received.findLast((item) => topicOf(item) === topic)!);
}

async function busyShop(): Promise<{ app: Receiver; store: DevStore }> {
  const app = await startReceiver();
  const store = await startStore({ appUrl: app.url });
  await call(store, "PUT", "/control/products/11", {
    title: "Cup",
    variants: [{ title: "Small", price: "10.00" }],
  });
  await call(store, "PUT", "/control/customers/1", {
    first_name: "Ann",
    default_address: { city: "Leeds", country_code: "GB" },
  });
  const body = orderBody({
    id: 5,
    customer: { id: 1 },
    shipping_lines: [{ title: "Post", price: "4.00" }],
    shipping_address: { country_code: "GB" },
  });
  await call(store, "POST", "/control/orders", body);
  await call(store, "POST", "/control/orders/5/refunds", {
    refund_line_items: [{ line_item_id: 501, quantity: 1 }],
  });
  await call(store, "PUT", "/control/shop", { name: "New name" });
  return { app, store };
}

test("payloads have the keys of Shopify's samples, no more and no fewer", async () => {
  const { app } = await busyShop();
  const order = await sent(app, "orders/create");
  const refund = await sent(app, "refunds/create");
  const customer = await sent(app, "customers/create");
  const product = await sent(app, "products/create");
  const refundLine = first(refund["refund_line_items"]);
  const found: Record<keyof typeof KEYS, unknown> = {
    order,
    customerInOrder: order["customer"],
    line: first(order["line_items"]),
    shippingLine: first(order["shipping_lines"]),
    refund,
    refundLine,
    refundedLine: refundLine["line_item"],
    refundTransaction: first(refund["transactions"]),
    customer,
    address: customer["default_address"],
    product,
    variant: first(product["variants"]),
    shop: await sent(app, "shop/update"),
  };
  for (const [name, keys] of Object.entries(KEYS))
    expect({ [name]: keysOf(found[name as keyof typeof KEYS]) }).toEqual({ [name]: words(keys) });
});

test("an order lists the refunds that refunds/create told of, with the same content", async () => {
  const { app, store } = await busyShop();
  const refund = await sent(app, "refunds/create");
  const order = (await call(store, "GET", "/control/orders/5")).body;
  expect(order["refunds"]).toEqual([refund]);
});
