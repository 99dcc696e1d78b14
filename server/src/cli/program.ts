import { Command, Option } from 'commander';
import { version } from '../../../package.json';
import { TEMPLATES } from '../exchange/templates/templates.ts';
import { PAPER_ADAMW } from '../reward/fit/adamw.ts';
import { DEFAULT_DRAWS } from '../reward/fit/bootstrap.ts';
import { mergeOf } from './evaluate/merge-option.ts';
import { fraction, l2, natural, nonNegative, positive, signOf, weightOf } from './fit/options.ts';
import { columnOf, meaningOf } from './import/options.ts';
import { continueInNewerNode } from './model/newer-node.ts';
import { withListOptions, withModelOptions } from './model/options.ts';

const severity = new Option(
  '--severity <level>',
  'exit with 1 where there are findings of this severity or worse',
)
  .choices(['error', 'warning', 'info'])
  .default('error');
const grader = () =>
  new Option('--grader <kind>', 'who answers the propositions')
    .choices(['embedded', 'openai', 'labels'])
    .default('embedded');

const allowMissing = () =>
  new Option(
    '--allow-missing <n>',
    'exit with 0 though so many completions have no verdict or lines of input are unreadable, both together',
  ).argParser(natural);

const repeated = (value: string, before: readonly string[] = []) => [...before, value];

/** The commands and their options. `run` is told the exit code. */
export function program(run: (code: number) => void): Command {
  const rbr = new Command('rbr')
    .description('Rule Based Rewards: check, grade, fit and evaluate policies for language-model safety.')
    .version(version)
    .exitOverride()
    .hook('preAction', async (_, command) => {
      if (command.opts().grader === 'openai') await continueInNewerNode();
    })
    .showHelpAfterError('(rbr --help shows the commands)');

  rbr
    .command('check')
    .description('check policies and sample files')
    .argument(
      '<path...>',
      'files, folders, globs, or - for a policy on standard input; *.jsonl are labelled data for the policies among them',
    )
    .addOption(new Option('--format <format>').choices(['text', 'json', 'sarif', 'github']).default('text'))
    .addOption(severity)
    .option('--loopholes', 'also say what the classes let through')
    .action(async (paths, options) => {
      const { check } = await import('./check.ts');
      run(await check(paths, options));
    });

  rbr
    .command('diff')
    .description('compare two versions of a policy by what they mean; exit with 1 where they differ')
    .argument('<old>', 'the policy as it was: a file, or revision:file for a version in Git')
    .argument('<new>', 'the policy as it is')
    .option('--samples <samples...>', "labelled completions that may move (default: the new policy's own)")
    .option('--weights <file>', 'fitted weights (default: beside the new policy)')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (before, after, options) => {
      const { diff } = await import('./diff.ts');
      run(await diff(before, after, options));
    });

  const grading = rbr
    .command('grade')
    .description('grade completions: one JSON line each')
    .argument(
      '<samples...>',
      'sample files (*.samples.yaml, *.jsonl), folders, globs, or - for standard input',
    )
    .requiredOption('--policy <file>', 'the policy')
    .addOption(grader())
    .option(
      '--train <samples...>',
      "labelled samples the embedded grader learns from (default: the policy's own)",
    )
    .option('--weights <file>', 'fitted weights (default: beside the policy)')
    .option('--propositions <names>', 'only these, separated by commas', (value: string) => value.split(','))
    .option('--out <file>', 'write the lines here instead of to standard output')
    .option('--resume', 'go on with the lines that are in --out; changed completions replace theirs')
    .option('--dry-run', 'say what it would take, and ask nothing')
    .addOption(allowMissing())
    .addOption(
      new Option('--format <format>', 'with json, the summary as a document; the lines go to --out')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action(async (samples, options) => {
      const { grade } = await import('./grade.ts');
      run(await grade(samples, options));
    });
  withModelOptions(grading);

  const fitting = rbr
    .command('fit')
    .description('fit the weights of the linear reward on ranked completions')
    .requiredOption('--policy <file>', 'the policy')
    .option('--samples <samples...>', "ranked completions (default: the policy's own samples)")
    .option(
      '--features <file...>',
      "feature lines {prompt_id, response_type, label, base_reward, features}, or the paper's weight_fitting_data",
    )
    .option('--rewards <file>', "other reward-model scores for the paper's layout: a file, or a model's name")
    .option('--test <file...>', 'further data of the same kind to try the weights on')
    .option(
      '--holdout <fraction>',
      'set this share of the prompts aside and try the weights on them',
      fraction,
    )
    .addOption(grader().default('labels'))
    .option('--train <samples...>', 'labelled samples the embedded grader learns from')
    .option('--orderings <file>', "a YAML file with an `orderings` key, in place of the policy's")
    .option('--margin <number>', 'margin where the label has none', positive, 1)
    .option('--l2 <number>', 'strength of the L2 penalty, or cv to choose it by cross-validation', l2, 0.001)
    .option('--sign <feature=+|->', 'keep a weight on one side of 0 (repeat for more)', signOf)
    .option('--fix <feature=number>', 'give a weight instead of fitting it (repeat for more)', weightOf)
    .option(
      '--bootstrap [draws]',
      `intervals of the weights, by prompts drawn anew (default: ${DEFAULT_DRAWS} draws)`,
      natural,
    )
    .option(
      '--prove [margin]',
      'fit so that the order of the classes is proven with this margin',
      nonNegative,
    )
    .option(
      '--grader-error <run>',
      'with --prove: on average over grades as wrong as in this run of rbr evaluate --save',
    )
    .addOption(
      new Option('--method <method>', "exact, or adamw: the paper's released rule")
        .choices(['exact', 'adamw'])
        .default('exact'),
    )
    .option('--lr <number>', 'adamw: learning rate', positive, PAPER_ADAMW.learningRate)
    .option('--weight-decay <number>', 'adamw: decoupled weight decay', nonNegative, PAPER_ADAMW.weightDecay)
    .option('--iterations <number>', 'adamw: steps', natural, PAPER_ADAMW.iterations)
    .option(
      '--train-fraction <fraction>',
      'adamw: share of the pairs to fit on',
      fraction,
      PAPER_ADAMW.trainShare,
    )
    .option('--ignore-features <names>', 'adamw: weights that stay 0, separated by commas', (value: string) =>
      value.split(','),
    )
    .option('--seed <number>', 'of what is drawn: prompts set aside, folds, bootstrap', natural, 0)
    .option('--no-base-reward', 'leave the reward model out')
    .addOption(allowMissing())
    .option('--out <file>', 'write the weights here (default: print only)')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async ({ bootstrap, prove, ...options }) => {
      const { fitCommand } = await import('./fit/fit.ts');
      run(
        await fitCommand({
          ...options,
          ...(bootstrap !== undefined && { bootstrap: bootstrap === true ? DEFAULT_DRAWS : bootstrap }),
          ...(prove !== undefined && { prove: prove === true ? 0.01 : prove }),
        }),
      );
    });
  withModelOptions(fitting);

  rbr
    .command('prove')
    .description('whether every better class gets more reward than every worse one; exit with 1 where not')
    .requiredOption('--policy <file>', 'the policy')
    .option('--weights <file>', 'fitted weights (default: beside the policy)')
    .option(
      '--grader-error <run>',
      'also under the wrong grades of this run (rbr evaluate --save): expected margins, reversals, what to calibrate',
    )
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { prove } = await import('./prove/prove.ts');
      run(await prove(options));
    });

  const evaluation = rbr
    .command('evaluate')
    .description('quality of grader, classes and reward on labelled samples')
    .argument('<samples...>', "labelled sample files, folders or globs, or the paper's weight_fitting_data")
    .requiredOption('--policy <file>', 'the policy')
    .addOption(grader())
    .option('--train <samples...>', 'labelled samples to learn from (default: cross-validation by prompt)')
    .option('--weights <file>', 'fitted weights (default: beside the policy)')
    .option(
      '--rewards <file>',
      "another reward model's scores: lines of {id, base_reward}; of the paper's layout, a file or a model's name",
    )
    .option('--orderings <file>', "a YAML file with an `orderings` key, in place of the policy's")
    .option(
      '--weights-alone <file>',
      "of the paper's layout: weights fitted with --no-base-reward, for the rules alone",
    )
    .option(
      '--merge <name=types>',
      "of the paper's layout: response types, separated by commas, that are shown as one (repeat for more)",
      mergeOf,
    )
    .option('--ablate', 'what each feature is worth: fits that leave one out, cross-validated by prompt')
    .option('--explain', 'say in the text what each figure means')
    .option('--save <file>', 'keep this run, so that others can be compared with it')
    .option('--against <file...>', 'compare with runs that were kept: what changed, with significance')
    .addOption(allowMissing())
    .option('--fail-under <metric=value...>', 'exit with 1 where a figure is lower, such as auroc=0.9')
    .option('--out <file>', 'write the report here instead of to standard output')
    .addOption(new Option('--format <format>').choices(['text', 'json', 'html']).default('text'))
    .action(async (samples, options) => {
      const { evaluate } = await import('./evaluate/evaluate.ts');
      run(await evaluate(samples, options));
    });
  withModelOptions(evaluation);

  const showing = rbr
    .command('show')
    .description('completions in full: what was graded, what was expected, and why they are in their class')
    .argument('<samples...>', 'sample files, folders or globs')
    .requiredOption('--policy <file>', 'the policy')
    .option('--id <id>', 'a completion by its id (repeat for more)', repeated)
    .option(
      '--disagreeing <proposition>',
      'the completions in which this proposition is graded otherwise than labelled',
    )
    .addOption(grader())
    .option('--train <samples...>', 'labelled samples to learn from (default: cross-validation by prompt)')
    .option('--weights <file>', 'fitted weights (default: beside the policy)')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (samples, options) => {
      const { show } = await import('./show/show.ts');
      run(await show(samples, options));
    });
  withModelOptions(showing);

  const doctoring = rbr
    .command('doctor')
    .description('check the grader from end to end, in a few calls, and say what mends it')
    .option('--policy <file>', 'the policy: its `grader` counts, and the embedded grader learns it')
    .addOption(
      new Option('--grader <kind>', 'which grader').choices(['openai', 'embedded']).default('openai'),
    )
    .option('--train <samples...>', 'labelled samples the embedded grader learns from')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { doctor } = await import('./doctor/doctor.ts');
      run(await doctor(options));
    });
  withModelOptions(doctoring);

  const listing = rbr
    .command('models')
    .description('list the models at an address, or of the model servers on this machine')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (options) => {
      const { models } = await import('./models.ts');
      run(await models(options));
    });
  withListOptions(listing);

  rbr
    .command('init')
    .description('begin a policy from a template, with labelled samples')
    .argument('[folder]', 'where to', '.')
    .addOption(
      new Option('--template <template>', 'what to begin with')
        .choices(TEMPLATES.map(({ id }) => id))
        .default('minimal'),
    )
    .option('--name <name>', "what the policy is called, without .rbr.yaml (default: the template's name)")
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (folder, options) => {
      const { init } = await import('./init.ts');
      run(await init(folder, options));
    });

  rbr
    .command('import')
    .description(
      "make samples of others' data: a table (CSV), chat JSONL, preference pairs, the paper's release",
    )
    .argument('<file...>', 'files, folders, globs, or - for standard input')
    .option('--policy <file>', 'the policy that the samples are for: it knows names')
    .option('--out <file>', 'write the samples here instead of to standard output')
    .option('--column <role=column>', 'what a column of a table holds (repeat for more)', columnOf)
    .option(
      '--map <column=value:facts>',
      'what a value means, such as label=unsafe:response_type=hard_refuse (repeat for more)',
      meaningOf,
    )
    .option('--response-type <name>', 'of prompts that say none')
    .option('--add', "name the new file under the policy's `samples`, unless it does so already")
    .option('--force', 'replace the file that --out names')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (files, options) => {
      const { importCommand } = await import('./import/import.ts');
      run(await importCommand(files, options));
    });

  rbr
    .command('lsp')
    .description('the language server, for any editor')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(async () => {
      const { lsp } = await import('./lsp.ts');
      lsp();
    });

  const assisting = rbr
    .command('mcp')
    .description('tools for assistants over the Model Context Protocol, on standard input and output')
    .option('--root <folder>', 'the folder to look into; nothing outside it is read', '.')
    .addOption(
      new Option('--grader <kind>', 'who answers the propositions')
        .choices(['embedded', 'openai'])
        .default('embedded'),
    )
    .action(async (options) => {
      const { mcp } = await import('./mcp.ts');
      await mcp(options);
    });
  withModelOptions(assisting);

  return rbr;
}
