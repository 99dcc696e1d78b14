import { expect, it } from 'vitest';
import { TOOLS } from '../../tools/registry.ts';
import { TOOL_NAMES } from '../protocol-tools.ts';

it('names the tools that there are, so that the client registers all of them', () => {
  expect([...TOOL_NAMES]).toEqual(TOOLS.map(({ name }) => name));
});
