/** Every command line of every page, run as a reader would run it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knowsTheDoctor, labelJudge } from '../support/label-judge.ts';
import { type ModelServer, startModelServer } from '../support/model-server/model-server.ts';
import { isAsShown } from './output.ts';
import { allPages } from './page.ts';
import { type Step, type Story, storiesOf } from './stories.ts';
import { openUserFolder, type UserFolder } from './user-folder.ts';

describe.each(storiesOf(allPages()))('$name', ({ has, steps }: Story) => {
  let folder: UserFolder;
  let server: ModelServer;
  let judge: ReturnType<typeof labelJudge> | undefined;
  beforeAll(async () => {
    server = await startModelServer({
      models: ['judge-1', 'your-model'],
      extensions: ['chat_template_kwargs'],
      answer: (call) => {
        judge ??= knowsTheDoctor(labelJudge(policyFolder(folder.path)));
        return judge(call);
      },
    });
    folder = await openUserFolder(has, server.baseUrl);
  });
  afterAll(async () => {
    await folder.remove();
    await server.close();
    expect(server.schemaProblems).toEqual([]);
  });

  it.each(steps.map((step) => ({ step, what: `${step.place} ${titleOf(step)}` })))(
    '$what',
    async ({ step }) => {
      // The files may be others than before.
      judge = undefined;
      if (step.kind === 'write') {
        await folder.write(step.name, step.text);
        return;
      }
      const { code, output } = await folder.run(step.command.text);
      expect({ code, output }).toEqual({ code: step.command.exitCode, output: expect.any(String) });
      if (step.shown !== undefined && !isAsShown(step.shown, output)) expect(output).toBe(step.shown);
    },
  );
});

function titleOf(step: Step): string {
  return step.kind === 'write' ? step.name : step.command.text;
}

function policyFolder(path: string): string {
  const samples = join(path, 'samples');
  return existsSync(samples) ? samples : path;
}
