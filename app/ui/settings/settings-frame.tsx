/** Settings: its sections as tabs that are addresses. */
import { useLocation, useNavigate } from "@remix-run/react";
import { Page, Tabs } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useWords } from "../words/use-words.tsx";

const SECTIONS = ["look", "languages", "privacy", "team", "history"] as const;
const addressOf = (section: (typeof SECTIONS)[number]): string =>
  section === "look" ? "/app/settings" : `/app/settings/${section}`;

export function SettingsFrame({ children }: { children: ReactNode }) {
  const words = useWords().settings;
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const selected = Math.max(
    0,
    SECTIONS.findIndex((section) => addressOf(section) === pathname.replace(/\/$/, "")),
  );
  return (
    <Page title={words.title}>
      <div className="section-tabs">
        <Tabs
          tabs={SECTIONS.map((section) => ({
            id: `settings-${section}`,
            content: words.sections[section],
            panelID: "settings-section",
          }))}
          selected={selected}
          onSelect={(index) => navigate(addressOf(SECTIONS[index] ?? "look"))}
          disclosureText={words.moreSections}
        />
      </div>
      <div id="settings-section">{children}</div>
    </Page>
  );
}
