export interface WebviewPage {
  /** URI of the only script that may run. */
  readonly script: string;
  readonly cspSource: string;
  readonly title: string;
  /** English text -> the text in `language`; undefined where all is English. */
  readonly translation?: Readonly<Record<string, string>> | undefined;
  readonly language?: string;
}

/**
 * The page of a panel. Nothing is allowed but the script with this page's nonce, styles and the codicon
 * font; content comes by message and is only ever set as text.
 */
export function webviewHtml({ script, cspSource, title, translation, language }: WebviewPage): string {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource} 'unsafe-inline'; font-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(translation ? (language ?? 'en') : 'en')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>${escapeHtml(title)}</title>
</head>
<body>
<main id="root"></main>
${translation ? dataElement('l10n', translation) : ''}
<script nonce="${nonce}" src="${escapeHtml(script)}"></script>
</body>
</html>`;
}

/** Data for the page's script, which no browser runs. */
function dataElement(id: string, data: object): string {
  return `<script type="application/json" id="${id}">${JSON.stringify(data).replace(/</g, '\\u003c')}</script>`;
}

function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
