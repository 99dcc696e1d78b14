import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type ContributedTool, contributedTools } from './contributed.ts';
import { TOOLS } from './registry.ts';

const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
const written: readonly ContributedTool[] = manifest.contributes.languageModelTools;

/** What people read may be put into other words there. */
const forModels = ({ displayName, userDescription, icon, ...rest }: ContributedTool) => rest;

describe('the tools in package.json', () => {
  it('are those of the source: `npm run tools` writes them', () => {
    expect(written.map(forModels)).toEqual(contributedTools().map(forModels));
  });

  it('have words for people', () => {
    for (const { displayName, userDescription } of written) {
      expect(displayName).toBeTruthy();
      expect(userDescription).toBeTruthy();
    }
  });
});

describe.each(TOOLS.map((tool) => [tool.name, tool] as const))(
  'the schemas of %s',
  (_, { input, output }) => {
    // Strict: a keyword that means nothing is a mistake. A union of types is meant.
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });

    it('are JSON Schemas', () => {
      expect(() => ajv.compile(JSON.parse(JSON.stringify(input)))).not.toThrow();
      expect(() => ajv.compile(JSON.parse(JSON.stringify(output)))).not.toThrow();
    });

    it('take no address, no key and no budget from an assistant', () => {
      const names = JSON.stringify(Object.keys(input.properties));
      expect(names).not.toMatch(/url|address|key|token|budget|price|model/i);
    });
  },
);
