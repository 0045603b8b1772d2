/** A thing to do in words, with its size. */
import type { Words } from "../words/words.ts";
import type { ToDo } from "./view.ts";

type ToDoWords = Words["home"]["toDo"];

export function toDoText(
  words: ToDoWords,
  toDo: ToDo,
  day: (at: string) => string,
): { title: string; text: string } {
  switch (toDo.kind) {
    case "missing-scopes": {
      const { title, text } = words[toDo.kind];
      return { title: title(toDo.scopes.length), text: text(toDo.scopes) };
    }
    case "data-requests": {
      const { title, text } = words[toDo.kind];
      return { title: title(toDo.open), text: text(day(toDo.oldestAt)) };
    }
    case "behind": {
      const { title, text } = words[toDo.kind];
      return { title: title(toDo.deliveries), text: text(toDo.lagSeconds) };
    }
    case "storefront-late": {
      const { title, text } = words[toDo.kind];
      return { title: title(toDo.customers), text: text(toDo.seconds) };
    }
    case "ledger-breaks":
      return { ...words[toDo.kind], title: words[toDo.kind].title(toDo.breaks) };
    case "parked":
      return { ...words[toDo.kind], title: words[toDo.kind].title(toDo.deliveries) };
    case "differences":
      return { ...words[toDo.kind], title: words[toDo.kind].title(toDo.orders) };
    case "storefront-failing":
      return { ...words[toDo.kind], title: words[toDo.kind].title(toDo.customers) };
    case "access-lost":
    case "comparison-failed":
    case "import-failed":
    case "older-orders":
      return words[toDo.kind];
  }
}
