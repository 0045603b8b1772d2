/**
 * The frame that every page of the embedded admin stands in. Shopify is moving from Polaris React
 * to web components: what the app uses of Polaris stays in this folder, so that a move is one folder.
 */
import { forwardRef, useEffect, type ComponentProps, type ReactNode } from "react";
import { Link, useNavigate } from "@remix-run/react";
import { AppProvider } from "@shopify/polaris";
import polarisEnglish from "@shopify/polaris/locales/en.json";
import polarisChinese from "@shopify/polaris/locales/zh-CN.json";
import type { Language } from "./words/language.ts";
import { ReaderProvider, type Reader } from "./words/use-words.tsx";

type PolarisWords = ComponentProps<typeof AppProvider>["i18n"];

/** What a translation of Polaris lacks, it says in English. */
const POLARIS_WORDS: Readonly<Record<Language, PolarisWords>> = {
  en: polarisEnglish,
  "zh-CN": [polarisChinese, polarisEnglish],
};

interface AdminFrameProps {
  reader: Reader;
  children: ReactNode;
}

export function AdminFrame({ reader, children }: AdminFrameProps) {
  useAdminNavigation();
  return (
    <AppProvider i18n={POLARIS_WORDS[reader.language]} linkComponent={AdminLink}>
      <ReaderProvider reader={reader}>{children}</ReaderProvider>
    </AppProvider>
  );
}

interface AdminLinkProps extends Omit<ComponentProps<typeof Link>, "to"> {
  url: string;
  external?: boolean;
}

/** Polaris names a link's address `url`; inside the frame it must go through the router. */
const AdminLink = forwardRef<HTMLAnchorElement, AdminLinkProps>(function AdminLink(
  { url, external = false, ...rest },
  ref,
) {
  const away = external ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return <Link {...rest} {...away} to={url} ref={ref} />;
}) as NonNullable<ComponentProps<typeof AppProvider>["linkComponent"]>;

/** The admin's own menu stands outside of the frame and asks for a page by this event. */
function useAdminNavigation(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const go = (event: Event) => {
      const href = event.target instanceof Element ? event.target.getAttribute("href") : null;
      if (href) navigate(href);
    };
    document.addEventListener("shopify:navigate", go);
    return () => document.removeEventListener("shopify:navigate", go);
  }, [navigate]);
}
