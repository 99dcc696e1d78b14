const MOST_WORDS = 6;
const MOST_CHARACTERS = 48;

/** The first words of a text as a name: letters and digits of any script, joined by hyphens; empty where there are none. */
export function slugOf(text: string): string {
  // Long texts are not looked through for six words.
  const words =
    text
      .slice(0, 1000)
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? [];
  const slug = words.slice(0, MOST_WORDS).join('-');
  return slug.slice(0, MOST_CHARACTERS).replace(/[-\ud800-\udbff]+$/, '');
}

/** Names that are taken get a number. */
export class UniqueNames {
  readonly #taken = new Map<string, number>();

  next(name: string): string {
    for (;;) {
      const times = (this.#taken.get(name) ?? 0) + 1;
      this.#taken.set(name, times);
      const made = times === 1 ? name : `${name}-${times}`;
      if (times === 1) return made;
      if (!this.#taken.has(made)) {
        this.#taken.set(made, 1);
        return made;
      }
    }
  }
}
