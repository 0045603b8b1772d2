/** The page, or the skeleton of the page that is on its way; nothing flashes for what is quick. */
import { Outlet, useLocation, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { FormSkeleton, HomeSkeleton, ListSkeleton, MemberSkeleton } from "./pieces/skeletons.tsx";
import { useWords } from "./words/use-words.tsx";

/** What comes within this time (ms) replaces the page at once. */
const QUICK_MS = 200;

export function PageOutlet() {
  const here = useLocation().pathname;
  const { state, location } = useNavigation();
  const there = state === "loading" && location.pathname !== here ? location.pathname : null;
  const slow = useSlow(there);
  return slow === null ? <Outlet /> : <Skeleton path={slow} />;
}

function useSlow(path: string | null): string | null {
  const [slow, setSlow] = useState<string | null>(null);
  useEffect(() => {
    if (path === null) return undefined;
    const timer = setTimeout(() => setSlow(path), QUICK_MS);
    return () => {
      clearTimeout(timer);
      setSlow(null);
    };
  }, [path]);
  return path === null ? null : slow;
}

function Skeleton({ path }: { path: string }) {
  const { menu } = useWords().frame;
  if (path === "/app") return <HomeSkeleton title={menu.home} />;
  if (path.startsWith("/app/settings")) return <FormSkeleton title={menu.settings} />;
  if (path.startsWith("/app/deliveries")) return <ListSkeleton title={menu.deliveries} />;
  if (path === "/app/members") return <ListSkeleton title={menu.members} />;
  return <MemberSkeleton title={menu.members} />;
}
