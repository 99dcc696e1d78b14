import type { Breakdown, BreakdownVersion } from '../../../server/src/language/protocol.ts';
import type { HistoryEntry } from '../webview/breakdown/messages.ts';

/** Completion -> its entries, oldest first. The completions that were looked at last stand last. */
export type Histories = Readonly<Record<string, readonly HistoryEntry[]>>;

const MOST_ENTRIES = 20;
const MOST_COMPLETIONS = 200;
/** Less than this is rounding. */
const SAME = 1e-6;

/** With what a completion is graded now, where that is not what it was graded last. */
export function remembered(histories: Histories, breakdown: Breakdown, when: Date): Histories {
  const { versions, predictedClass, reward } = breakdown;
  if (!versions || predictedClass === null) return histories;
  const key = keyOf(breakdown);
  const { [key]: before = [], ...others } = histories;
  const last = before.at(-1);
  if (last && last.predictedClass === predictedClass && isSame(last.total, reward?.total)) return histories;
  const parts = Object.keys(versions) as BreakdownVersion[];
  const entry: HistoryEntry = {
    when: when.toISOString(),
    predictedClass,
    ...(reward && { total: reward.total }),
    changed: last ? parts.filter((part) => versions[part] !== last.versions[part]) : [],
    versions,
  };
  const kept = Object.entries(others).slice(-(MOST_COMPLETIONS - 1));
  return { ...Object.fromEntries(kept), [key]: [...before, entry].slice(-MOST_ENTRIES) };
}

/** Newest first. */
export function historyOf(histories: Histories, breakdown: Breakdown): readonly HistoryEntry[] {
  return (histories[keyOf(breakdown)] ?? []).toReversed();
}

function keyOf({ completion }: Breakdown): string {
  return `${completion.uri}#${completion.id}`;
}

function isSame(a: number | undefined, b: number | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && Math.abs(a - b) < SAME);
}
