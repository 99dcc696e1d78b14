import { describe, expect, it } from 'vitest';
import { webviewHtml } from './webview-html.ts';

const page = {
  script: 'https://host/x.js?a=1&b="',
  cspSource: 'https://host',
  title: '</title><script>alert(1)</script>',
};

describe("a panel's page", () => {
  it('lets one script run, by a nonce of its own', () => {
    const html = webviewHtml(page);
    const nonce = /script-src &#39;nonce-([^&]+)&#39;/.exec(html)?.[1];
    expect(nonce).toBeTruthy();
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain(`<script nonce="${nonce}"`);
    expect(html).toContain('default-src &#39;none&#39;');
    expect(webviewHtml(page)).not.toContain(nonce);
  });

  it('escapes what it is given', () => {
    const html = webviewHtml(page);
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('a=1&amp;b=&quot;');
  });
});
