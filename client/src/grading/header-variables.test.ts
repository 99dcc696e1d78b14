import { describe, expect, it } from 'vitest';
import { withVariables } from './header-variables.ts';

const named = (variable: string) => `\${env:${variable}}`;
const environment = (name: string) => ({ GATE: `of $& ${named('OTHER')}`, OTHER: 'other', EMPTY: '' })[name];

describe('variables in headers', () => {
  it('are what the environment says, to the letter and once', () => {
    const headers = { Authorization: `Bearer ${named('GATE')}`, Both: `${named('OTHER')}+${named('OTHER')}` };
    expect(withVariables(headers, environment)).toEqual({
      Authorization: `Bearer of $& ${named('OTHER')}`,
      Both: 'other+other',
    });
  });

  it.each(['NOT_SET', 'EMPTY'])('%s stays as it is written, for the server to refuse', (variable) => {
    const headers = { 'X-Gate': named(variable) };
    expect(withVariables(headers, environment)).toEqual(headers);
  });

  it('are left alone where there is no text', () => {
    const headers = { 'X-Gate': 7 as unknown as string, 'X-Team': 'safety' };
    expect(withVariables(headers, environment)).toEqual(headers);
  });
});
