import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMAND_LINE_SERVER } from '../support/lsp-client.ts';

const POLICY = `completion_class_order: [good, bad]
completion_classes:
  good: { comply: { polit: true } }
  bad: { comply: { polite: false } }
simple_propositions:
  polite: { description: Says please., prompt: Is it polite? }
`;

const hasNeovim = spawnSync('nvim', ['--version']).status === 0;
// CI installs it; elsewhere it may be missing.
if (!hasNeovim && !process.env.CI) console.log('Neovim is not installed: its test is skipped.');

describe.skipIf(!hasNeovim && !process.env.CI)("Neovim's own client", () => {
  it('shows findings and a hover, applies a quick fix, and renames', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rbr-nvim-'));
    try {
      const file = join(folder, 'policy.rbr.yaml');
      writeFileSync(file, POLICY);
      const { stdout, stderr, error } = spawnSync(
        'nvim',
        [
          '--headless',
          '--clean',
          '-n',
          '-c',
          `luafile ${fileURLToPath(new URL('../neovim/session.lua', import.meta.url))}`,
        ],
        {
          cwd: folder,
          encoding: 'utf8',
          timeout: 50_000,
          env: {
            ...process.env,
            RBR_SERVER: JSON.stringify([process.execPath, ...COMMAND_LINE_SERVER]),
            RBR_FILE: file,
          },
        },
      );
      expect(error).toBeUndefined();
      const line = stdout.split('\n').find((each) => each.startsWith('{'));
      expect(line, stderr).toBeDefined();
      const seen = JSON.parse(line as string);
      expect(seen.problem).toBeUndefined();
      expect(seen.diagnostics).toEqual([{ code: 'unknown-proposition', line: 2, severity: 1 }]);
      expect(seen.hover).toContain('Says please');
      expect(seen.action).toBe('Change to "polite"');
      expect(seen.text).toBe(
        POLICY.replace('polit:', 'polite:').replaceAll('polite:', 'courteous:').trimEnd(),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
