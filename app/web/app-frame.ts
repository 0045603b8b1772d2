/** What the frame of the embedded admin needs from the server, told by the layout's loader. */
export interface AppFrame {
  apiKey: string;
  appBridgeUrl: string;
}

interface Match {
  id: string;
  data: unknown;
}

const LAYOUT = "routes/app";

/** The frame's settings when the page shown is one of the admin's, else null. */
export function appFrameOf(matches: readonly Match[]): AppFrame | null {
  const layout = matches.find((match) => match.id === LAYOUT);
  return (layout?.data as AppFrame | undefined) ?? null;
}
