globalThis.plainApp = (globalThis.plainApp ?? 0) + 1;
