import type { Customer, Order } from "../../shop/records.ts";
import { hundredths } from "../../shop/markets.ts";
import { restTime } from "../../shop/timestamps.ts";
import { orderTotals, refundedMinor } from "../../shop/totals.ts";
import { gid } from "../../wire/gid.ts";
import { regionName } from "../../shop/markets.ts";
import { LazyList, LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { idOf } from "./identity.ts";
import { MetafieldsDrop } from "./metafields.ts";

/** An order in the customer's list, in the shop's money as Liquid tells it. */
class OrderDrop extends LiquidObject {
  readonly #page: Page;
  readonly #order: Order;

  constructor(page: Page, order: Order) {
    super();
    this.#page = page;
    this.#order = order;
  }
  #money(minor: number): number {
    return hundredths(minor, this.#order.currency);
  }
  get id(): number | string {
    return idOf(this.#order.id);
  }
  get name(): string {
    return this.#order.name;
  }
  get order_number(): number {
    return this.#order.number;
  }
  get created_at(): string {
    return restTime(this.#order.createdAt, this.#page.state.info.timeZone);
  }
  get email(): string | null {
    return this.#order.email;
  }
  get cancelled(): boolean {
    return this.#order.cancelledAt !== null;
  }
  get financial_status(): string {
    if (refundedMinor(this.#order) > 0) return "refunded";
    return orderTotals(this.#order).outstandingMinor > 0 ? "pending" : "paid";
  }
  get fulfillment_status(): string {
    return this.#order.fulfillments.length > 0 ? "fulfilled" : "unfulfilled";
  }
  get total_price(): number {
    return this.#money(orderTotals(this.#order).totalMinor);
  }
  get subtotal_price(): number {
    return this.#money(orderTotals(this.#order).subtotalMinor);
  }
  get item_count(): number {
    return this.#order.lines.reduce((total, { quantity }) => total + quantity, 0);
  }
  get line_items(): unknown[] {
    return this.#order.lines.map((line) => ({
      title: line.title,
      quantity: line.quantity,
      price: this.#money(line.priceMinor),
    }));
  }
  get tags(): readonly string[] {
    return this.#order.tags;
  }
  get customer_url(): string {
    return `/customer-accounts/orders/${this.#order.id}`;
  }
}

class AddressDrop extends LiquidObject {
  readonly #page: Page;
  readonly #customer: Customer;

  constructor(page: Page, customer: Customer) {
    super();
    this.#page = page;
    this.#customer = customer;
  }
  get id(): number | string {
    return idOf(this.#customer.addressId);
  }
  get first_name(): string | null {
    return this.#customer.address?.firstName ?? null;
  }
  get last_name(): string | null {
    return this.#customer.address?.lastName ?? null;
  }
  get name(): string {
    return [this.first_name, this.last_name].filter((part) => part !== null).join(" ");
  }
  get address1(): string | null {
    return this.#customer.address?.address1 ?? null;
  }
  get city(): string | null {
    return this.#customer.address?.city ?? null;
  }
  get zip(): string | null {
    return this.#customer.address?.zip ?? null;
  }
  get country_code(): string | null {
    return this.#customer.address?.countryCode ?? null;
  }
  get country(): string | null {
    const code = this.country_code;
    return code === null ? null : regionName(code, this.#page.where.language.code);
  }
}

export class CustomerDrop extends LiquidObject {
  readonly #page: Page;
  readonly #customer: Customer;
  readonly #orders: LazyList<OrderDrop>;

  constructor(page: Page, customer: Customer) {
    super();
    this.#page = page;
    this.#customer = customer;
    this.#orders = new LazyList(() =>
      this.#records()
        .sort((a, b) => b.createdAt - a.createdAt)
        .map((order) => new OrderDrop(page, order)),
    );
  }
  #records(): Order[] {
    const found: Order[] = [];
    for (const order of this.#page.state.orders.values())
      if (order.customerId === this.#customer.id) found.push(order);
    return found;
  }
  get id(): number | string {
    return idOf(this.#customer.id);
  }
  get first_name(): string | null {
    return this.#customer.firstName;
  }
  get last_name(): string | null {
    return this.#customer.lastName;
  }
  get name(): string {
    const { firstName, lastName, email } = this.#customer;
    const name = [firstName, lastName].filter((part) => part !== null && part !== "").join(" ");
    return name === "" ? (email ?? "") : name;
  }
  get email(): string | null {
    return this.#customer.email;
  }
  get phone(): string | null {
    return this.#customer.phone;
  }
  get tags(): readonly string[] {
    return this.#customer.tags;
  }
  get has_account(): boolean {
    return true;
  }
  get accepts_marketing(): boolean {
    return false;
  }
  get tax_exempt(): boolean {
    return this.#customer.taxExempt;
  }
  get "b2b?"(): boolean {
    return false;
  }
  get "has_avatar?"(): boolean {
    return false;
  }
  get orders(): LazyList<OrderDrop> {
    return this.#orders;
  }
  get orders_count(): number {
    return this.#orders.size;
  }
  get last_order(): OrderDrop | undefined {
    return this.#orders.first;
  }
  get total_spent(): number {
    const { currency } = this.#page.state.info;
    const spent = this.#records()
      .filter(({ cancelledAt }) => cancelledAt === null)
      .reduce((total, order) => total + orderTotals(order).totalMinor - refundedMinor(order), 0);
    return hundredths(spent, currency);
  }
  get default_address(): AddressDrop | undefined {
    return this.#customer.address === null
      ? undefined
      : new AddressDrop(this.#page, this.#customer);
  }
  get addresses(): AddressDrop[] {
    const { default_address: address } = this;
    return address === undefined ? [] : [address];
  }
  get addresses_count(): number {
    return this.addresses.length;
  }
  get metafields(): MetafieldsDrop {
    return new MetafieldsDrop(this.#page.state, gid("Customer", this.#customer.id));
  }
}
