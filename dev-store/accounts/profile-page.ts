import { markup, trusted, type Html } from "../http/html.ts";
import { textOf, type Input } from "../cart/read-form.ts";
import { TEXT_LENGTH_MAX } from "../checkout/entries.ts";
import { textField } from "../hosted/fields.ts";
import { addressText } from "../hosted/order-view.ts";
import { sendOn } from "../hosted/page.ts";
import { extensionBlocks } from "./extension-host/extension-blocks.ts";
import { ACCOUNTS, sendAccount, type OwnVisit } from "./visit.ts";

const PROFILE = `${ACCOUNTS}/profile`;

function nameView({ words, customer }: OwnVisit): Html {
  const name = [customer.firstName, customer.lastName].filter((part) => part !== null).join(" ");
  return markup`<div class="heading"><h2>${words.say("name")}</h2><a href="${PROFILE}?edit=name">${words.say("edit")}</a></div><p>${name === "" ? markup`<span class="quiet">${words.say("no_name")}</span>` : name}</p>`;
}

interface Names {
  firstName: string;
  lastName: string;
}

function nameForm({ words }: OwnVisit, names: Names): Html {
  const field = (id: keyof Names, label: string, autocomplete: string) =>
    textField({
      id,
      label: words.say(label),
      value: names[id],
      error:
        names[id].length > TEXT_LENGTH_MAX
          ? words.say("error_long", { max: TEXT_LENGTH_MAX })
          : null,
      focus: id === "firstName",
      autocomplete,
      span: "half",
    });
  return markup`<h2>${words.say("name")}</h2><form method="post" action="${PROFILE}" class="stack" novalidate><div class="fields">${field("firstName", "first_name", "given-name")}${field("lastName", "last_name", "family-name")}</div><div class="actions"><button class="button">${words.say("save")}</button></div></form>`;
}

export function sendProfile(visit: OwnVisit, wrong: Names | null = null): void {
  const { exchange, context, words, customer } = visit;
  const { searchParams } = exchange.url;
  const editing = wrong !== null || searchParams.get("edit") === "name";
  const names = wrong ?? {
    firstName: customer.firstName ?? "",
    lastName: customer.lastName ?? "",
  };
  const saved = searchParams.get("saved") === "name";
  const { address } = customer;
  const blocks = extensionBlocks(context, {
    target: "customer-account.profile.block.render",
    customerId: customer.id,
    orderId: null,
    locale: words.code,
  });
  sendAccount(visit, {
    title: words.say("profile"),
    status: wrong === null ? 200 : 422,
    hasBlocks: true,
    content: markup`<div class="stack"><h1>${words.say("profile")}</h1>
${saved ? markup`<p class="notice" role="status">${words.say("saved")}</p>` : null}
<section class="card">${editing ? nameForm(visit, names) : nameView(visit)}</section>
<section class="card"><dl class="details"><div><dt>${words.say("email")}</dt><dd>${customer.email}</dd></div><div><dt>${words.say("default_address")}</dt><dd>${address === null ? words.say("no_address") : addressText(address, words)}</dd></div></dl></section>
${trusted(blocks)}</div>`,
  });
}

export function saveName(visit: OwnVisit, input: Input): void {
  const { context, customer, exchange } = visit;
  const text = (name: keyof Names) => (textOf(input[name]) ?? "").trim();
  const names: Names = { firstName: text("firstName"), lastName: text("lastName") };
  if (Object.values(names).some((name: string) => name.length > TEXT_LENGTH_MAX)) {
    sendProfile(visit, names);
    return;
  }
  context.shop.execute({
    kind: "customer.put",
    at: context.clock.now(),
    customer: {
      id: customer.id,
      firstName: names.firstName === "" ? null : names.firstName,
      lastName: names.lastName === "" ? null : names.lastName,
    },
  });
  sendOn(exchange, `${PROFILE}?saved=name`);
}
