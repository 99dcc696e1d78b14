/** Languages that share their script with no other common one. */
const BY_SCRIPT: readonly (readonly [language: string, script: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['th', /\p{Script=Thai}/gu],
];

/** The commonest words of the languages that share a script; together they are a third of any text. */
const COMMON_WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to in is you that it for with are this not have be on can i your as but what if do my',
  de: 'der die das und ist nicht ich sie es ein eine zu den mit auf für von dem sich auch wie wir kann aber bei im',
  fr: 'le la les de des et est un une que vous pas pour dans je il elle ce qui sur avec nous ne au votre plus',
  es: 'el la los las de que y en un una es no por con para se lo su más como pero puede usted si está al',
  it: 'il la di che e è un una non per con sono del della si lo ma come anche più questo gli le nel può ho',
  pt: 'o a os as de que e em um uma é não por com para se do da no na mais como mas você pode ao seu',
  nl: 'de het een en van is niet dat ik je te zijn op met voor die er maar ook als kan aan wat om we bij',
  ru: 'и в не на я что он с это как но по она к у мы из за вы так же от для если его все может',
  uk: 'і в не на я що він з це як але та вона до у ми із за ви так від для якщо його все може є',
};

const words = Object.entries(COMMON_WORDS).map(
  ([language, list]) => [language, new Set(list.split(' '))] as const,
);

/** Fewer words than this do not tell languages apart. */
const MIN_WORDS = 5;
const MIN_SHARE_OF_SCRIPT = 0.3;
const MIN_SHARE_OF_COMMON_WORDS = 0.12;

/** ISO 639-1 codes of the languages that can be told apart. */
export const TELLABLE_LANGUAGES: readonly string[] = [
  ...BY_SCRIPT.map(([language]) => language),
  ...Object.keys(COMMON_WORDS),
];

/**
 * The language that most of a text is in, by its script or by its commonest words; undefined where the
 * text is too short or in none of `TELLABLE_LANGUAGES`. A heuristic: it does not see a foreign quotation
 * in a long text, and close relatives need a sentence or two.
 */
export function languageOf(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, script] of BY_SCRIPT) {
    if (letters > 0 && (text.match(script)?.length ?? 0) / letters >= MIN_SHARE_OF_SCRIPT) return language;
  }
  const tokens = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (tokens.length < MIN_WORDS) return undefined;
  let best: string | undefined;
  let most = MIN_SHARE_OF_COMMON_WORDS * tokens.length;
  for (const [language, common] of words) {
    const hits = tokens.filter((token) => common.has(token)).length;
    if (hits > most) {
      most = hits;
      best = language;
    }
  }
  return best;
}
