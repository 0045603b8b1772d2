/** The app's menu: App Bridge reads these links and draws them in Shopify's own navigation. */
import { Link } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import { useWords } from "./words/use-words.tsx";

export function AdminMenu() {
  const { menu } = useWords().frame;
  return (
    <NavMenu>
      <Link to="/app" rel="home">
        {menu.home}
      </Link>
      <Link to="/app/members">{menu.members}</Link>
      <Link to="/app/deliveries">{menu.deliveries}</Link>
      <Link to="/app/settings">{menu.settings}</Link>
    </NavMenu>
  );
}
