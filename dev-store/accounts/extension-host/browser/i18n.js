/**
 * Shopify's `i18n` for extensions: texts from the extension's own locale files, plural forms by the
 * language's rules, `{{placeholders}}`, and Intl in the buyer's or the extension's language.
 */
/** @param {{ language: string, extensionLanguage: string, currency: string, texts: object, defaultTexts: object }} options */
export function createI18n({ language, extensionLanguage, currency, texts, defaultTexts }) {
  const plural = new Intl.PluralRules(extensionLanguage);
  const localeOf = ({ inExtensionLocale }) => (inExtensionLocale ? extensionLanguage : language);
  return {
    translate(key, options = {}) {
      const found = lookUp(texts, key) ?? lookUp(defaultTexts, key);
      const text = typeof found === "object" ? formOf(found, plural, options.count) : found;
      if (typeof text !== "string") {
        console.error(`The extension's locales have no text "${key}".`);
        return key;
      }
      return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_whole, name) => {
        if (options[name] === undefined) console.error(`"${key}" is not given its {{${name}}}.`);
        return String(options[name] ?? "");
      });
    },
    formatNumber: (number, options = {}) =>
      new Intl.NumberFormat(localeOf(options), forIntl(options)).format(number),
    formatCurrency: (number, options = {}) =>
      new Intl.NumberFormat(localeOf(options), {
        style: "currency",
        currency,
        ...forIntl(options),
      }).format(number),
    formatDate: (date, options = {}) =>
      new Intl.DateTimeFormat(localeOf(options), forIntl(options)).format(date),
  };
}

/** All but the one option that is Shopify's own. */
function forIntl(options) {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => name !== "inExtensionLocale"),
  );
}

function lookUp(texts, key) {
  return key.split(".").reduce((found, name) => found?.[name], texts);
}

function formOf(forms, plural, count) {
  return typeof count === "number" ? (forms[plural.select(count)] ?? forms.other) : undefined;
}
