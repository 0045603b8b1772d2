/**
 * The frame that every page of the embedded admin stands in. Shopify is moving from Polaris React
 * to web components: what the app uses of Polaris stays in this folder, so that a move is one folder.
 */
import { forwardRef, useEffect, type ComponentProps, type ReactNode } from "react";
import { Link, useNavigate } from "@remix-run/react";
import { AppProvider } from "@shopify/polaris";
import polarisWords from "@shopify/polaris/locales/en.json";

export function AdminFrame({ children }: { children: ReactNode }) {
  useAdminNavigation();
  return (
    <AppProvider i18n={polarisWords} linkComponent={AdminLink}>
      {children}
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
