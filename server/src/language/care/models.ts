import * as l10n from '@vscode/l10n';
import type { ModelAccess } from '../../workspace/model-access.ts';
import { openAiOptions, problemOf } from '../grading/model-setup.ts';
import type { LocalServersResult, OfferedModelsResult } from '../protocol-care.ts';
import type { OpenAiSettings } from '../protocol-grading.ts';

/** Answers `rbr/localServers`. The ports come from settings, which may hold anything. */
export async function localServers(
  { findLocal }: ModelAccess,
  ports: unknown,
  signal: AbortSignal,
): Promise<LocalServersResult> {
  const sound = (Array.isArray(ports) ? ports : []).filter(
    (port): port is number => Number.isInteger(port) && port >= 1 && port <= 65_535,
  );
  return { servers: (await findLocal?.({ ports: sound, signal })) ?? [] };
}

/** Answers `rbr/offeredModels`. */
export async function offeredModels(
  { openAi }: ModelAccess,
  settings: OpenAiSettings,
  signal: AbortSignal,
): Promise<OfferedModelsResult> {
  const problem = problemOf(settings);
  if (problem !== undefined) return { reason: problem };
  try {
    const model = await openAi(openAiOptions(settings, settings.model));
    const names = await model.list?.(signal);
    return names ? { models: names } : { reason: l10n.t('This server does not list its models.') };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
