import type { Subject } from "./events.ts";
import type { Occurrence } from "./shop.ts";

/** One line of the shop's own record: what happened, without the payload. */
export interface LoggedEvent {
  number: number;
  topic: string;
  at: number;
  orderId: string | null;
  refundId: string | null;
  customerId: string | null;
  /** The same for all that one merchant action did. */
  action: number;
  deliveries: number;
  /** The number of the first of its deliveries, as the deliverer counts them. */
  deliveriesFrom: number;
}

function about(subject: Subject): Pick<LoggedEvent, "orderId" | "refundId" | "customerId"> {
  const none = { orderId: null, refundId: null, customerId: null };
  switch (subject.of) {
    case "order":
      return { ...none, orderId: subject.order.id, customerId: subject.order.customerId };
    case "refund":
      return {
        orderId: subject.order.id,
        refundId: subject.refund.id,
        customerId: subject.order.customerId,
      };
    case "order-edit":
      return { ...none, orderId: subject.edit.orderId };
    case "deleted-order":
      return { ...none, orderId: subject.id };
    case "customer":
      return { ...none, customerId: subject.customer.id };
    case "deleted-customer":
      return { ...none, customerId: subject.id };
    case "customer-merge":
      return { ...none, customerId: subject.keptId };
    default:
      return none;
  }
}

/** Every event since the shop began, in order; rebuilt from the journal at each start. */
export class EventLog {
  readonly #events: LoggedEvent[] = [];
  #deliveries = 0;

  note(occurrence: Occurrence): void {
    const { event, number, subscriptions, action } = occurrence;
    this.#events.push({
      number,
      topic: event.topic,
      at: event.at,
      ...about(event.subject),
      action,
      deliveries: subscriptions.length,
      deliveriesFrom: this.#deliveries + 1,
    });
    this.#deliveries += subscriptions.length;
  }

  after(number: number, limit: number): LoggedEvent[] {
    return this.#events.slice(number, number + limit);
  }

  /** What happened to an order, oldest first. */
  ofOrder(orderId: string): LoggedEvent[] {
    return this.#events.filter((event) => event.orderId === orderId);
  }

  get length(): number {
    return this.#events.length;
  }
}
