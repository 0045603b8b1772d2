import type { HistoryEvent, LineDraft, OrderDraft } from "../history/history.ts";
import type { Command, LineInput, OrderInput } from "../shop/commands/command.ts";
import type { ShopState } from "../shop/state.ts";
import { lineShareMinor, lineTaxShareMinor, refundableQuantity } from "../shop/totals.ts";

function lineInput(state: ShopState, line: LineDraft): LineInput {
  const product = line.productId === null ? undefined : state.products.get(line.productId);
  const variant =
    product?.variants.find((item) => item.id === line.variantId) ?? product?.variants[0];
  return {
    ...(line.id === undefined ? {} : { id: line.id }),
    productId: line.productId,
    variantId: line.variantId ?? variant?.id ?? null,
    title: line.title,
    variantTitle: variant === undefined || variant.title === "Default Title" ? null : variant.title,
    sku: variant?.sku ?? null,
    vendor: product?.vendor ?? null,
    quantity: line.quantity,
    priceMinor: line.priceMinor,
    giftCard: line.giftCard ?? false,
  };
}

function orderInput(state: ShopState, draft: OrderDraft): OrderInput {
  const discount = draft.discountMinor ?? 0;
  return {
    id: draft.id,
    ...(draft.name === undefined ? {} : { name: draft.name }),
    customerId: draft.customerId,
    countryCode: draft.countryCode ?? null,
    lines: draft.lines.map((line) => lineInput(state, line)),
    discounts: discount === 0 ? [] : [{ code: draft.discountCode ?? null, amountMinor: discount }],
    taxPercent: draft.taxPercent ?? 0,
    taxesIncluded: draft.taxesIncluded ?? false,
    shipping:
      (draft.shippingMinor ?? 0) === 0
        ? []
        : [{ title: "Standard", priceMinor: draft.shippingMinor ?? 0 }],
    ...(draft.presentment === undefined ? {} : { presentment: draft.presentment }),
    status: draft.paid ? "paid" : "pending",
    test: draft.test ?? false,
  };
}

function refundAmount(
  state: ShopState,
  event: Extract<HistoryEvent, { kind: "refund" }>,
): number | undefined {
  if (event.adjustmentMinor === undefined || event.adjustmentMinor === 0) return undefined;
  const order = state.orders.get(event.orderId);
  if (order === undefined) return undefined;
  const calculated = event.lines.reduce((sum, wanted) => {
    const line = order.lines.find((item) => item.id === wanted.lineId);
    if (line === undefined) return sum;
    const units = refundableQuantity(line);
    const left = units - wanted.quantity;
    const tax = order.taxesIncluded
      ? 0
      : lineTaxShareMinor(line, units) - lineTaxShareMinor(line, left);
    return sum + lineShareMinor(line, units) - lineShareMinor(line, left) + tax;
  }, event.shippingMinor ?? 0);
  return calculated - event.adjustmentMinor;
}

/** The command that carries out an event of a history, at the event's own instant. */
export function commandOf(state: ShopState, event: HistoryEvent): Command {
  const at = Date.parse(event.at);
  switch (event.kind) {
    case "product": {
      const { product } = event;
      return {
        kind: "product.put",
        at,
        product: {
          id: product.id,
          title: product.title,
          handle: product.handle,
          ...(product.bodyHtml === undefined ? {} : { bodyHtml: product.bodyHtml }),
          vendor: product.vendor,
          productType: product.productType,
          tags: product.tags,
          imageSeed: product.imageSeed,
          collections: product.collections ?? [],
          variants: product.variants ?? [
            { title: "Default Title", sku: null, priceMinor: product.priceMinor },
          ],
        },
      };
    }
    case "customer": {
      const { customer } = event;
      return {
        kind: "customer.put",
        at,
        customer: {
          id: customer.id,
          email: customer.email,
          firstName: customer.firstName,
          lastName: customer.lastName,
          locale: customer.locale,
          address: { address1: null, city: null, zip: null, countryCode: customer.countryCode },
        },
      };
    }
    case "order":
      return { kind: "order.place", at, order: orderInput(state, event.order) };
    case "payment":
      return { kind: "order.pay", at, id: event.orderId };
    case "refund": {
      const amountMinor = refundAmount(state, event);
      return {
        kind: "order.refund",
        at,
        id: event.orderId,
        refund: {
          lines: event.lines,
          shippingMinor: event.shippingMinor ?? 0,
          ...(amountMinor === undefined ? {} : { amountMinor }),
        },
      };
    }
    case "edit":
      return {
        kind: "order.edit",
        at,
        id: event.orderId,
        add: (event.add ?? []).map((line) => lineInput(state, line)),
        setQuantity: event.setQuantity ?? [],
      };
    case "cancel":
      // A history tells of the refund by an event of its own.
      return { kind: "order.cancel", at, id: event.orderId, reason: "customer", refund: false };
    case "fulfil":
      return { kind: "order.fulfil", at, id: event.orderId };
  }
}
