/** Lets what waits go first, such as messages of the client. */
export function nextTurn(): Promise<void> {
  return new Promise(soon);
}

/** `setImmediate`, or what comes closest to it in a browser, whose timers wait 4 ms when they follow each other. */
export const soon: (call: () => void) => void = globalThis.setImmediate ?? byMessage();

function byMessage(): (call: () => void) => void {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  return (call) => {
    waiting.push(call);
    port2.postMessage(undefined);
  };
}
