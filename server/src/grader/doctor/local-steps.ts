import { isCredential } from '../llm/transport/headers.ts';
import type { Examination } from './examination.ts';
import type { ModelPatient } from './patient.ts';

/** What can be told without sending anything: settings, price and limits, the store. */
export function examineLocally(patient: ModelPatient, examination: Examination): void {
  settings(patient, examination);
  limits(patient, examination);
  store(patient, examination);
}

function settings(patient: ModelPatient, examination: Examination): void {
  const { kind, baseUrl, model, apiKey, names, requestProblem } = patient;
  if (kind === 'editor') {
    const which = model === '' ? 'the first that is offered' : model;
    examination.ok('settings', `A language model of the editor: ${which}.`);
    return;
  }
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    const cure = `Set ${names.baseUrl} to an address such as https://api.openai.com/v1.`;
    examination.fail('settings', `"${baseUrl}" is no http or https address.`, cure);
    return;
  }
  if (model === '') {
    examination.fail(
      'settings',
      'No model is named.',
      `Set ${names.model}, or \`grader.model\` in the policy; ${names.listing} shows which there are.`,
    );
    return;
  }
  // A header takes no other characters; what was copied along with a key is not seen in a password field.
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    const found = 'The key has characters that no key has, such as white space or a typographic mark.';
    examination.fail('settings', found, `${names.setKey}, copied anew.`);
    return;
  }
  if (requestProblem !== undefined) {
    examination.fail('settings', requestProblem, `Correct ${names.request}.`);
    return;
  }
  const said = `${model} at ${url.host}${url.pathname}.`;
  if (url.protocol === 'http:' && !isThisMachine(url)) {
    const isOpen = apiKey === undefined && !patient.headers?.some(isCredential);
    const what = isOpen ? 'Prompts are' : 'Key and prompts are';
    examination.warn('settings', `${said} ${what} sent in clear text.`, `Set ${names.baseUrl} to https.`);
  } else examination.ok('settings', said);
}

/** Nobody listens in on the way to this machine. */
function isThisMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function limits(
  { kind, price, limits, model, names, baseUrl }: ModelPatient,
  examination: Examination,
): void {
  const most = Number.isFinite(limits.calls) ? `${limits.calls} calls` : 'any number of calls';
  const a = `One run may make ${most}`;
  if (price) {
    const dollars = limits.usd === undefined ? '' : ` and cost ${limits.usd} US dollars`;
    const costs = `$${price.input} and $${price.output} per million input and output tokens`;
    examination.ok('limits', `${a}${dollars}; ${model} costs ${costs}.`);
  } else if (kind === 'editor') {
    examination.ok('limits', `${a}; what they cost is between you and the editor's provider.`);
  } else if (URL.canParse(baseUrl) && isThisMachine(new URL(baseUrl))) {
    examination.ok('limits', `${a} of a server on this machine.`);
  } else {
    const found = `${a}. The price of ${model === '' ? 'the model' : model} is not known, so a limit in US dollars cannot be kept.`;
    examination.warn('limits', found, `Give its price: ${names.price}.`);
  }
}

function store({ checkStore }: ModelPatient, examination: Examination): void {
  const checked = checkStore?.();
  if (checked?.mended !== undefined) {
    examination.warn('store', checked.mended, 'Nothing is left to do: answers are kept again.');
    return;
  }
  if (checked && checked.problem === undefined) {
    examination.ok('store', `Answers are kept in ${checked.path}: nothing is paid for twice.`);
    return;
  }
  const found = checked?.problem ?? 'Answers are kept only as long as this runs.';
  examination.warn('store', found, 'Set RBR_CACHE_DIR to a folder that can be written to.');
}
