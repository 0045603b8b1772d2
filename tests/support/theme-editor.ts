/** The merchant in the theme editor: places the app's blocks and switches its embed. */
import path from "node:path";
import type { Page } from "playwright-core";

/** A theme of another make than the dev store's own, in which no block of the app stands yet. */
export const FOREIGN_THEME = path.join(import.meta.dirname, "..", "dev-store", "themes", "plain");

const BACK = "Structure of the page";
const SAVED_MS_MAX = 10_000;

export class ThemeEditor {
  readonly #page: Page;
  readonly #url: string;

  constructor(page: Page, shopUrl: string) {
    this.#page = page;
    this.#url = `${shopUrl}/admin/themes/editor`;
  }

  async open(template: string): Promise<void> {
    await this.#page.goto(`${this.#url}?template=${template}`);
  }

  async switchLauncher(on: boolean): Promise<void> {
    const launcher = { name: "Points launcher" };
    await this.#structure();
    await this.#page.getByRole("switch", { ...launcher, checked: !on }).click();
    await this.#page.getByRole("link", { name: BACK }).waitFor();
    await this.#structure();
    await this.#page.getByRole("switch", { ...launcher, checked: on }).waitFor();
  }

  /** Into the page's first section that takes blocks of apps. */
  async addBlock(name: string): Promise<void> {
    await this.#add("Add app block", name);
  }

  async addSection(name: string): Promise<void> {
    await this.#add("Add app block as a section", name);
  }

  async #add(label: string, name: string): Promise<void> {
    await this.#structure();
    const adder = this.#page
      .locator("details")
      .filter({ has: this.#page.getByText(label, { exact: true }) })
      .last();
    await adder.locator("summary").click();
    await adder.getByRole("button", { name, exact: true }).click();
    await this.#page.getByRole("button", { name: "Remove", exact: true }).waitFor();
  }

  /** Back from the settings of what is selected, which stand in its place. */
  async #structure(): Promise<void> {
    const [back, tree] = [
      this.#page.getByRole("link", { name: BACK }),
      this.#page.getByRole("heading", { name: "App embeds" }),
    ];
    await back.or(tree).first().waitFor();
    if (await back.isVisible()) await back.click();
    await tree.waitFor();
  }

  /** What is selected goes one place up. */
  async moveUp(): Promise<void> {
    await this.#page.getByRole("button", { name: "Move up" }).click();
  }

  async save(): Promise<void> {
    await this.#page.getByRole("button", { name: "Save", exact: true }).click();
    await this.#page.getByText("Everything is saved").waitFor({ timeout: SAVED_MS_MAX });
  }
}
