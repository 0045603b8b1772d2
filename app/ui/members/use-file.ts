/** Fetches the file of members while it is written, counts its rows, and hands it to the browser. */
import { useRef, useState } from "react";

export type FileProgress = { rows: number } | null;
export type FileEnd = { kind: "done"; rows: number } | { kind: "failed" } | { kind: "stopped" };

const NEW_LINE = 10;

export function useFile(onEnd: (end: FileEnd) => void) {
  const [progress, setProgress] = useState<FileProgress>(null);
  const stopping = useRef<AbortController | null>(null);
  const take = async (form: Record<string, string>): Promise<void> => {
    const stop = new AbortController();
    stopping.current = stop;
    setProgress({ rows: 0 });
    try {
      onEnd(await taken(form, stop.signal, (rows) => setProgress({ rows })));
    } catch {
      // The server's log knows why; here it either was stopped or failed.
      onEnd({ kind: stop.signal.aborted ? "stopped" : "failed" });
    } finally {
      setProgress(null);
    }
  };
  return { progress, take, stop: () => stopping.current?.abort() };
}

async function taken(
  form: Record<string, string>,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<FileEnd> {
  const body = new URLSearchParams(form);
  const answer = await window.fetch("/app/members/export", { method: "POST", body, signal });
  if (!answer.ok || !answer.body) throw new Error(`the server answered ${answer.status}`);
  const parts: BlobPart[] = [];
  const reader = answer.body.getReader();
  let lines = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    for (const byte of value) if (byte === NEW_LINE) lines += 1;
    onRows(Math.max(0, lines - 1));
  }
  save(new Blob(parts, { type: "text/csv" }), "members.csv");
  return { kind: "done", rows: Math.max(0, lines - 1) };
}

function save(file: Blob, fileName: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: address, download: fileName });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}
