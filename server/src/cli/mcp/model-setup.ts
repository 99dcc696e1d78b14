import { openAiModel } from '../../grader/llm/transport/openai-model.ts';
import type { ModelSetup } from '../../workspace/model-grading.ts';
import { accessOf } from '../model/access.ts';
import type { ModelOptions } from '../model/options.ts';
import { requestOf } from '../model/request.ts';
import { note, UsageError } from '../output.ts';

/** The model of the command line. Its limits are those of all calls together, until the server ends. */
export function modelSetupOf(options: ModelOptions): ModelSetup {
  const access = accessOf(options, process.env);
  for (const each of access.notes) note(each);
  const request = requestOf(options, process.env);
  const { mode, ask, repeats, votes, order, concurrency, timeout } = options;
  return {
    open(wanted) {
      const model = options.model ?? wanted;
      if (!model) throw new UsageError('Which model? Name it with --model, or under `grader` in the policy.');
      return openAiModel({
        baseUrl: access.address,
        model,
        ...(access.apiKey !== undefined && { apiKey: access.apiKey }),
        headers: access.headers,
        timeoutMs: timeout * 1000,
        connections: concurrency,
        ...(options.caFile !== undefined && { caFile: options.caFile }),
      });
    },
    asking: {
      ...{ mode, ask, repeats },
      ...(votes && { votes }),
      ...(order && { order }),
      ...(request && { request }),
    },
    run: { concurrency, limits: access.limits, ...(access.price && { price: access.price }) },
    hover: false,
  };
}
