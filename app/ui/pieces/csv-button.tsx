/**
 * Fetches a file and hands it to the browser. A plain link would not do: inside the admin's frame only
 * a fetch carries the session token that the server asks for.
 */
import { Button } from "@shopify/polaris";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";
import { useWords } from "../words/use-words.tsx";

interface FileButtonProps {
  /** Address of the file within the app. */
  href: string;
  fileName: string;
  children: string;
  variant?: "primary" | "secondary" | "tertiary" | "plain";
}

export function CsvButton(props: Omit<FileButtonProps, "children"> & { children?: string }) {
  const words = useWords().frame;
  return <FileButton {...props}>{props.children ?? words.csv}</FileButton>;
}

export function FileButton({ href, fileName, children, variant = "secondary" }: FileButtonProps) {
  const { busy, take } = useFile(href, fileName);
  return (
    <Button variant={variant} loading={busy} onClick={take}>
      {children}
    </Button>
  );
}

/** For an action that isn't a button of ours, such as a page's secondary one. */
export function useFile(href: string, fileName: string): { busy: boolean; take: () => void } {
  const words = useWords().frame;
  const shopify = useAppBridge();
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      await download(href, fileName);
    } catch {
      // Whatever it was, the server's log knows it.
      shopify.toast.show(words.fileFailed, { isError: true });
    } finally {
      setBusy(false);
    }
  };
  return { busy, take: () => void take() };
}

async function download(href: string, fileName: string): Promise<void> {
  const answer = await window.fetch(href);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const address = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement("a"), { href: address, download: fileName });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}
