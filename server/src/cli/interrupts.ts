import { EXIT } from './output.ts';

/** What asks a command to end: Ctrl-C, `kill`, a terminal that is closed. */
export const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type EndSignal = (typeof END_SIGNALS)[number];

type Handler = (times: number) => void;

const atOnce: Handler = () => process.exit(EXIT.interrupted);
const own = new Map<string, number>();
const handedOn = new Map<string, number>();
let handler = atOnce;
let counted = 0;

/** From now on the command ends with 130 when it is asked to: at once, or as `endInOrder` has it. */
export function listenForInterrupts(): void {
  for (const signal of END_SIGNALS) process.on(signal, () => count(own, signal));
}

/** `handle` is called each time the command is asked to end; `times`: from 1, how often so far. */
function onInterrupt(handle: Handler): void {
  handler = handle;
}

/** The first time a command is asked to end, the signal says so, and it ends in order; the second time it ends at once. */
export function endInOrder(): AbortSignal {
  const abort = new AbortController();
  onInterrupt((times) => {
    if (times > 1) atOnce(times);
    abort.abort();
  });
  return abort.signal;
}

/**
 * A signal that the process above this one has got, and hands on. A terminal sends it to both, `kill` to one of them: so
 * often as the one that got it more often have we been asked to end.
 */
export function interruptHandedOn(signal: EndSignal): void {
  count(handedOn, signal);
}

function count(of: Map<string, number>, signal: EndSignal): void {
  of.set(signal, (of.get(signal) ?? 0) + 1);
  const times = END_SIGNALS.map((each) => Math.max(own.get(each) ?? 0, handedOn.get(each) ?? 0)).reduce(
    (sum, each) => sum + each,
  );
  if (times <= counted) return;
  counted = times;
  handler(times);
}
