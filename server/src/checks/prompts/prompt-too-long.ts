import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';

/** English prose has about four characters a token; an estimate is enough to warn. */
const CHARACTERS_PER_TOKEN = 4;

/** Questions that fill the model's window before the conversation is in it. */
export function* promptTooLong({ policy, files }: PolicyContext): Generator<Finding> {
  const window = files.findLast((file) => file.data?.fields.grader?.value.fields.context_window)?.data?.fields
    .grader?.value.fields.context_window?.value.value;
  if (window === undefined) return;
  const around = policy.promptTemplate?.text.length ?? 0;
  for (const { name, prompt, paraphrases = [] } of policy.propositions.values()) {
    if (!prompt) continue;
    const longest = Math.max(...[prompt, ...paraphrases].map(({ text }) => text.length));
    const tokens = Math.ceil((around + longest) / CHARACTERS_PER_TOKEN);
    if (tokens < window) continue;
    yield {
      code: 'prompt-too-long',
      severity: 'error',
      message: l10n.t(
        'About {0} tokens before the conversation is in it, and the model reads {1}: shorten the prompt of "{2}" or use another model.',
        tokens,
        window,
        name.text,
      ),
      place: name.place,
    };
  }
}
