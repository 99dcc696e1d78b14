import * as l10n from '@vscode/l10n';

/**
 * Sets the language of all that is said to the user, once, before anything is. The client brings its texts; for one that
 * only names its language the package's own are looked for; without either everything is English. A process serves one
 * client.
 */
export function useTranslation(brought: unknown, own: () => object | undefined): void {
  const contents = isTexts(brought) ? brought : own();
  if (contents) l10n.config({ contents: { ...contents } });
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
