/**
 * The items as they come; rejects with the signal's reason as soon as that is given, also while the next item is waited for.
 * The source is then left as it is.
 */
export async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const source = items[Symbol.asyncIterator]();
  // One listener for all, so that memory does not grow with the items.
  let give: (reason: unknown) => void = () => undefined;
  signal.addEventListener('abort', () => give(signal.reason), { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await new Promise<IteratorResult<Item>>((resolve, reject) => {
        give = reject;
        source.next().then(resolve, reject);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // It may be waiting for something that never comes.
    if (!signal.aborted) await source.return?.();
  }
}
