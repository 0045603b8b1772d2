/** The one step that settles a thing to do. */
import { Button } from "@shopify/polaris";
import { useWords } from "../words/use-words.tsx";
import { useHomeAct } from "./use-home-act.ts";
import { useScopes } from "./use-scopes.ts";
import type { ToDo } from "./view.ts";

const PLACES: Readonly<Partial<Record<ToDo["kind"], string>>> = {
  "ledger-breaks": "/app/deliveries",
  parked: "/app/deliveries",
  "data-requests": "/app/settings/privacy",
  behind: "/app/deliveries",
  differences: "/app/deliveries",
  "comparison-failed": "/app/deliveries",
  "storefront-failing": "/app/deliveries",
  "storefront-late": "/app/deliveries",
};

export function ToDoButton({ toDo }: { toDo: ToDo }) {
  const words = useWords().home;
  const { act, busy } = useHomeAct();
  const { ask, asking } = useScopes(words.connected.declined);
  const { button } = words.toDo[toDo.kind];
  const place = PLACES[toDo.kind];
  if (place !== undefined) return <Button url={place}>{button}</Button>;
  if (toDo.kind === "missing-scopes") {
    return (
      <Button loading={asking} onClick={() => void ask(toDo.scopes)}>
        {button}
      </Button>
    );
  }
  if (toDo.kind === "access-lost") {
    return <Button onClick={() => window.location.reload()}>{button}</Button>;
  }
  return (
    <Button loading={busy !== null} onClick={() => act("start-import")}>
      {button}
    </Button>
  );
}
