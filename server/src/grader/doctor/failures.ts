import { nearest } from '../../policy/nearest.ts';
import { isAzure } from '../llm/chat/address.ts';
import type { CallError } from '../llm/chat/chat.ts';
import { isCredential } from '../llm/transport/headers.ts';
import type { StepId } from './examination.ts';
import type { Listed } from './observed-model.ts';
import type { ModelPatient } from './patient.ts';

/** Which step a call failed at, and what mends it. */
export interface Failure {
  readonly step: StepId;
  readonly found: string;
  readonly cure: string;
}

/** There was no connection, or nothing came over it. */
export function connectionFailure({ kind, message, details }: CallError, patient: ModelPatient): Failure {
  const { names } = patient;
  const { hostname, host, protocol } = new URL(patient.baseUrl);
  const failed = (found: string, cure: string): Failure => ({ step: 'connection', found, cure });
  if (kind === 'timeout') {
    const cure = `See whether ${host} is up and this machine may reach it (a firewall, a VPN, a proxy); or raise ${names.timeout}.`;
    return failed(`${host} did not answer within ${patient.timeoutMs / 1000} s.`, cure);
  }
  const { code = '', proxy, status } = details;
  if (proxy && status !== undefined)
    return failed(
      `${message}.`,
      status === 407
        ? `Write name and password into it: ${proxy.variable}=${proxy.url.replace('//', '//user:password@')}.`
        : `Let the proxy pass ${hostname}, or name that in NO_PROXY where no proxy is needed.`,
    );
  if (proxy && /^E(?:CONNREFUSED|NOTFOUND|AI_AGAIN|HOSTUNREACH|CONNRESET)|TIMEDOUT/.test(code))
    return failed(
      `The proxy ${proxy.url} of ${proxy.variable} is not there (${code}).`,
      `Correct ${proxy.variable}, or name ${hostname} in NO_PROXY where no proxy is needed.`,
    );
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failed(
      `There is no host ${hostname} (DNS: ${code}).`,
      `Correct the host in ${names.baseUrl}; where this machine reaches the network by a proxy, name that in HTTPS_PROXY.`,
    );
  if (code === 'ECONNREFUSED')
    return failed(
      `Nothing listens at ${host} (connection refused).`,
      `Start the server, or correct the port in ${names.baseUrl}; ${names.listing} shows what runs on this machine.`,
    );
  if (
    protocol === 'https:' &&
    (/CERT|SIGNED|TLS|SSL|EPROTO|ISSUER|SIGNATURE/.test(code) || /certificate|SSL|TLS/i.test(message))
  )
    return failed(
      `No secure connection to ${host} (TLS: ${code || message}).`,
      `If its certificate is of your own authority${proxy ? `, or of ${proxy.url}, the proxy of ${proxy.variable}` : ' or of a proxy that reads along'}, name a file with that (PEM): ${names.certificates}; if the server speaks plain http, say so in ${names.baseUrl}.`,
    );
  return failed(message, `See whether ${host} is up and speaks ${protocol.slice(0, -1)}.`);
}

/** Something answered, but not with what was asked for. */
export function callFailure(error: CallError, listed: Listed, patient: ModelPatient): Failure {
  const { names, model } = patient;
  const { message, details } = error;
  const failed = (step: StepId, found: string, cure: string): Failure => ({ step, found, cure });
  switch (error.kind) {
    case 'credentials':
      return patient.apiKey === undefined && !patient.headers?.some(isCredential)
        ? failed('key', `The server wants a key; ${patient.keySource}.`, `${names.setKey}.`)
        : failed(
            'key',
            `The server does not accept the key (${patient.keySource}): ${message}`,
            `${names.setKey}, with one that is for this address.`,
          );
    case 'forbidden':
      return failed('key', `The server does not allow this: ${message}`, cureOfForbidden(patient));
    case 'quota':
      return failed(
        'key',
        `The account has no credit left: ${message}`,
        'Add credit with the provider, or use another account.',
      );
    case 'not_found':
      return details.status !== undefined && details.status < 400
        ? failed(
            'address',
            `The address sends on to another (${details.status}). Keys and prompts do not go along.`,
            `Set ${names.baseUrl} to where it leads.`,
          )
        : notFound(error, listed, patient);
    case 'rate_limit':
      return failed(
        'answer',
        `The server has too much to do, or your account has used up its allowance: ${message}`,
        `Wait a little; for runs, lower ${names.concurrency}.`,
      );
    case 'timeout':
      return failed(
        'answer',
        `No answer within ${patient.timeoutMs / 1000} s.`,
        `Raise ${names.timeout}, or use a faster model.`,
      );
    case 'malformed':
      return listed.is === 'told'
        ? failed(
            'answer',
            `What ${model} answers is no chat completion: ${message}`,
            `Use another model: ${names.model}.`,
          )
        : noApi(`What is there answers with something else, such as a web page: ${message}`, patient);
    case 'filtered':
      return failed(
        'answer',
        `A content filter or a moderation layer turns a harmless question away: ${message}`,
        `Loosen it with the provider, or use another model: ${names.model}.`,
      );
    case 'cut':
    case 'empty':
      return failed(
        'answer',
        `${model} answers without a word: ${message}`,
        `Allow more tokens for an answer, switch reasoning off, or use another model: ${names.model}.`,
      );
    case 'rejected':
    case 'too_long':
      return failed(
        'answer',
        `The server rejects a plain question: ${message}`,
        `See what ${model} takes, or use another: ${names.model}.`,
      );
    case 'server':
      return failed(
        'answer',
        `The server has a fault${details.status === undefined ? '' : ` (${details.status})`}: ${message}`,
        "Try again later, or look into the server's own log.",
      );
    default:
      return failed('answer', message, "Try again; where it stays, look into the server's own log.");
  }
}

function notFound({ message }: CallError, listed: Listed, patient: ModelPatient): Failure {
  const { names, model } = patient;
  const isOfModel = listed.is === 'told' || /model/i.test(message);
  if (!isOfModel) return noApi(`What is there knows no chat completions: ${message}`, patient);
  const offered = listed.is === 'told' ? listed.names : [];
  if (offered.includes(model) || needsApiVersion(patient))
    return noApi(`${model} is not found under this address: ${message}`, patient);
  const near = nearNames(model, offered);
  const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  const found = `There is no model ${model}: ${message}${meant}`;
  return {
    step: 'model',
    found,
    cure: `Set ${names.model}${near[0] === undefined ? '' : ` to ${near[0]}`}.`,
  };
}

function noApi(found: string, { names, baseUrl }: ModelPatient): Failure {
  const path = new URL(baseUrl).pathname.replace(/\/+$/, '');
  const often = path === '' ? ' Most servers want /v1 at its end.' : '';
  const azure = isAzure(baseUrl)
    ? ' Azure wants …/openai/v1, or …/openai/deployments/NAME?api-version=DATE with a version that it knows.'
    : '';
  const cure = `Set ${names.baseUrl} to the address under which /chat/completions is.${often}${azure}`;
  return { step: 'address', found: `${found.replace(/\.$/, '')}.`, cure };
}

function needsApiVersion({ baseUrl }: ModelPatient): boolean {
  const { pathname, searchParams } = new URL(baseUrl);
  return isAzure(baseUrl) && !searchParams.has('api-version') && !pathname.includes('/v1');
}

function cureOfForbidden({ kind, names }: ModelPatient): string {
  return kind === 'editor'
    ? 'Run this again and allow it in the question that the editor asks.'
    : `Use a key that may: ${names.setKey}.`;
}

/** More would not be read. */
const NEAR = 3;

/** Offered names that are nearly the wanted one, or that hold it or are held by it. */
export function nearNames(wanted: string, offered: readonly string[]): string[] {
  const lower = wanted.toLowerCase();
  const others = offered.filter((name) => name !== wanted);
  const holding = others.filter((name) => {
    const other = name.toLowerCase();
    return other.includes(lower) || lower.includes(other);
  });
  const closest = nearest(wanted, others);
  return [...new Set([...(closest === undefined ? [] : [closest]), ...holding])].slice(0, NEAR);
}
