import { describe, expect, it } from 'vitest';
import { ON, toolContext } from '../../../test/support/tool-context.ts';
import { explainTool } from './explain.ts';
import { CONSTRAINED, SAMPLES } from './testing.ts';

const context = toolContext({ 'p.rbr.yaml': CONSTRAINED, 'a.samples.yaml': SAMPLES });
const call = (input: object) => explainTool.call(context, input, ON);

describe('rbr_explain', () => {
  it('gives the page of a finding', async () => {
    expect(await call({ code: 'classes-gap' })).toMatchObject({
      isError: false,
      text: '# classes-gap',
      structured: { about: 'finding' },
    });
  });

  it('knows what was meant by a code that there is not', async () => {
    const { isError, text } = await call({ code: 'class-gap' });
    expect(isError).toBe(true);
    expect(text).toContain('did you mean "classes-gap"?');
  });

  it('never looks for a page outside their folder', async () => {
    expect((await call({ code: '../../secret' })).isError).toBe(true);
  });

  it('says where a proposition counts, and shows it', async () => {
    const { structured, text } = await call({ file: 'p.rbr.yaml', name: 'sorry' });
    expect(structured).toMatchObject({
      about: 'name',
      kind: 'proposition sorry',
      place: { file: 'p.rbr.yaml', line: 10, column: 3 },
      examples: [
        { id: 'tea/regret', is: true, text: '```text\nSorry, no.\n```' },
        { id: 'tea/short', is: false },
      ],
    });
    expect(text).toContain('- good in comply (brief: yes, sorry: no)');
    expect(text).toContain('- bad in comply (brief: no; or sorry: yes)');
    expect(text).toContain('Constraint: at most one of brief, sorry');
    expect(text).toContain('deterministic check');
  });

  it('says of a class where it holds', async () => {
    const { text } = await call({ file: 'p.rbr.yaml', name: 'Good' });
    expect(text).toContain('1 of 2, best first.');
    expect(text).toContain('In comply it holds where: brief: yes, sorry: no');
  });

  it('says of a response type what is in it', async () => {
    const { text } = await call({ file: 'p.rbr.yaml', name: 'comply' });
    expect(text).toMatch(
      /Classes, best first:\n- good: brief: yes, sorry: no\n- bad: brief: no; or sorry: yes/,
    );
    expect(text).toContain('Called for by: everyday.ordinary.');
  });

  it('gives a policy at a glance', async () => {
    const { text } = await call({ file: 'p.rbr.yaml' });
    expect(text).toContain('Propositions: brief, sorry');
    expect(text).toContain('2 completions in its samples; no weights are fitted.');
  });

  it('explains a constraint by its number', async () => {
    expect((await call({ file: 'p.rbr.yaml', constraint: 1 })).text).toContain('at most one of brief, sorry');
    expect((await call({ file: 'p.rbr.yaml', constraint: 2 })).text).toContain('the policy has 1 of them');
  });

  it('explains why a completion is in its class', async () => {
    const { text, structured } = await call({ file: 'a.samples.yaml', completion: 'tea/regret' });
    expect(structured).toMatchObject({ about: 'completion', graded: { predictedClass: 'bad' } });
    expect(text).toContain('Sorry, no.');
    expect(text).toContain('Decided by: sorry: yes');
  });

  it('knows what was meant by a name that there is not', async () => {
    const { isError, text } = await call({ file: 'p.rbr.yaml', name: 'breif' });
    expect(isError).toBe(true);
    expect(text).toContain('did you mean "brief"?');
  });
});
