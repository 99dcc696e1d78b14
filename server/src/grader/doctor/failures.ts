import { nearest } from '../../policy/nearest.ts';
import type { CallError } from '../llm/chat.ts';
import { isCredential } from '../llm/headers.ts';
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
  const { code = '' } = details;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failed(`There is no host ${hostname} (DNS: ${code}).`, `Correct the host in ${names.baseUrl}.`);
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
      `If the server's certificate is of your own authority, name that in NODE_EXTRA_CA_CERTS; if the server speaks plain http, say so in ${names.baseUrl}.`,
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
        : noApi('What is there answers with something else, such as a web page', patient);
    case 'rejected':
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

function notFound({ message, details }: CallError, listed: Listed, patient: ModelPatient): Failure {
  const { names, model } = patient;
  const isOfModel = listed.is === 'told' || /model/i.test(message);
  if (!isOfModel) return noApi(`What is there knows no chat completions (${details.status})`, patient);
  const offered = listed.is === 'told' ? listed.names : [];
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
  const cure = `Set ${names.baseUrl} to the address under which /chat/completions is.${often}`;
  return { step: 'address', found: `${found}.`, cure };
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
  const holding = offered.filter((name) => {
    const other = name.toLowerCase();
    return other.includes(lower) || lower.includes(other);
  });
  const closest = nearest(wanted, offered);
  return [...new Set([...(closest === undefined ? [] : [closest]), ...holding])].slice(0, NEAR);
}
