import { restTime } from "../../shop/timestamps.ts";
import type { Customer, ShopInfo } from "../../shop/records.ts";
import { gid } from "../../wire/gid.ts";
import { idNumber } from "../../wire/json.ts";

const countries = new Intl.DisplayNames("en", { type: "region" });

const names = new Map<string, string>();

export function countryName(code: string): string {
  let name = names.get(code);
  if (name === undefined) {
    name = countries.of(code) ?? code;
    names.set(code, name);
  }
  return name;
}

export function fullName(person: { firstName: string | null; lastName: string | null }): string {
  return [person.firstName, person.lastName].filter((part) => part !== null).join(" ");
}

function defaultAddress(customer: Customer) {
  const address = customer.address;
  if (address === null) return null;
  return {
    id: idNumber(customer.addressId),
    customer_id: idNumber(customer.id),
    first_name: address.firstName,
    last_name: address.lastName,
    company: null,
    address1: address.address1,
    address2: null,
    city: address.city,
    province: null,
    country: countryName(address.countryCode),
    zip: address.zip,
    phone: null,
    name: fullName(address),
    province_code: null,
    country_code: address.countryCode,
    country_name: countryName(address.countryCode),
    default: true,
  };
}

/** `customers/create` and `customers/update` of API 2026-07: no tags, no counts, no totals. */
export function customerPayload(customer: Customer, shop: ShopInfo) {
  const address = defaultAddress(customer);
  return {
    id: idNumber(customer.id),
    created_at: restTime(customer.createdAt, shop.timeZone),
    updated_at: restTime(customer.updatedAt, shop.timeZone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state,
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: customer.email,
    phone: customer.phone,
    currency: shop.currency,
    addresses: address === null ? [] : [address],
    tax_exemptions: [],
    admin_graphql_api_id: gid("Customer", customer.id),
    default_address: address,
  };
}

/** The thin customer inside an order: no list of addresses. */
export function embeddedCustomer(customer: Customer, shop: ShopInfo) {
  const { addresses: _addresses, ...thin } = customerPayload(customer, shop);
  return thin;
}

export function deletedCustomerPayload(id: string) {
  return { id: idNumber(id), tax_exemptions: [], admin_graphql_api_id: gid("Customer", id) };
}

export function mergePayload(keptId: string, deletedId: string) {
  return {
    admin_graphql_api_customer_kept_id: gid("Customer", keptId),
    admin_graphql_api_customer_deleted_id: gid("Customer", deletedId),
    admin_graphql_api_job_id: null,
    status: "success",
    errors: [],
  };
}
