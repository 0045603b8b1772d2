import type { Journal } from "../journal/journal.ts";
import type { Command, Decision } from "./commands/command.ts";
import { decide } from "./commands/decide.ts";
import type { ShopEvent } from "./events.ts";
import { IdSource } from "./ids.ts";
import type { Subscription } from "./records.ts";
import { applyChanges, type ShopState } from "./state.ts";

/** An event with the subscriptions that it goes to, numbered in the order of all events. */
export interface Occurrence {
  number: number;
  event: ShopEvent;
  subscriptions: readonly Subscription[];
  /** One per merchant action: its webhooks share an X-Shopify-Event-Id. */
  action: number;
  /** True for what the shop's history did, which nobody waits for. */
  fromHistory: boolean;
}

export type Listener = (occurrence: Occurrence) => void;

export interface Entry {
  c: Command;
  /** Set for commands of a history, so that an interrupted fill goes on where it stopped. */
  h?: 1;
}

const COMPLIANCE = new Set(["customers/data_request", "customers/redact", "shop/redact"]);

/** The shop: its state, moved by commands alone, and the events that come of them. */
export class Shop {
  readonly state: ShopState;
  readonly #listeners: Listener[] = [];
  #journal: Journal | null = null;
  #actions = 0;
  #occurrences = 0;
  /** How many commands of a history were carried out. */
  historyDone = 0;
  historyFinished = false;

  constructor(state: ShopState) {
    this.state = state;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** From here on commands are written down before they take effect. */
  record(journal: Journal): void {
    this.#journal = journal;
  }

  execute(command: Command): string | null {
    return this.#run({ c: command });
  }

  executeHistory(command: Command): string | null {
    return this.#run({ c: command, h: 1 });
  }

  /** From now on a start needs not look at the history again. */
  finishHistory(): void {
    if (!this.historyFinished) this.#journal?.append({ z: 1 });
    this.historyFinished = true;
  }

  /** Repeats a command of the journal: same state, same events. */
  replay(entry: Entry): void {
    this.#run(entry);
  }

  #run(entry: Entry): string | null {
    const ids = new IdSource(this.state.nextIds, this.state.largeIds);
    const wasInstalled = this.state.installation.installed;
    const decision = decide({ state: this.state, ids }, entry.c);
    this.#journal?.append(entry);
    applyChanges(this.state, decision.changes);
    this.state.nextIds = ids.next;
    this.#actions += 1;
    if (entry.h === 1) this.historyDone += 1;
    this.#announce(entry, decision, wasInstalled || this.state.installation.installed);
    return decision.id;
  }

  #announce(entry: Entry, decision: Decision, installed: boolean): void {
    for (const { topic, subject } of decision.events) {
      const heard = installed || COMPLIANCE.has(topic);
      const subscriptions = heard
        ? this.state.subscriptions.filter((subscription) => subscription.topic === topic)
        : [];
      this.#occurrences += 1;
      const occurrence: Occurrence = {
        number: this.#occurrences,
        event: { topic, at: entry.c.at, shop: this.state.info, subject },
        subscriptions,
        action: this.#actions,
        fromHistory: entry.h === 1,
      };
      for (const listener of this.#listeners) listener(occurrence);
    }
  }
}
