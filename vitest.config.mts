import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Much of it waits for processes that it starts; by itself Vitest leaves a core free for whoever looks on.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,client}/src/**/*.test.ts', 'test/l10n/**/*.test.ts'],
          // A property on a busy machine is slow, not wrong.
          testTimeout: 60_000,
          // Files share their worker's modules: to load them for each took half of the time. None keeps anything in them.
          isolate: false,
        },
      },
      // These run what was built: `npm run build` first, as `npm test` does.
      {
        test: {
          name: 'lsp',
          include: ['test/{lsp,cli,docs,grader,acceptance,support}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // A language model on two cores: one file after the other, and an answer takes its time.
      {
        test: {
          name: 'model',
          include: ['test/model/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'grammar', include: ['test/grammar/**/*.test.ts'] } },
    ],
  },
});
