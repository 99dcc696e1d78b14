import { NotificationType, RequestType } from 'vscode-languageserver';
import type { NotificationName, RequestName } from './protocol-names.ts';

/** A message by its name, as this side's library sends and registers it: with types. */
export function requestType<Params, Result>(
  name: RequestName<Params, Result>,
): RequestType<Params, Result, void> {
  return new RequestType(name);
}

export function notificationType<Told>(name: NotificationName<Told>): NotificationType<Told> {
  return new NotificationType(name);
}
