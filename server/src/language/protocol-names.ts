/**
 * The names of messages beside LSP, which carry the types of what they say. Client and server have libraries of their
 * own for LSP, whose request types are not each other's; a name is anybody's.
 */
declare const SAYS: unique symbol;

export type RequestName<Params, Result> = string & { readonly [SAYS]: (params: Params) => Result };

export type NotificationName<Told> = string & { readonly [SAYS]: (told: Told) => void };

export function request<Params, Result>(name: string): RequestName<Params, Result> {
  return name as RequestName<Params, Result>;
}

export function notification<Told>(name: string): NotificationName<Told> {
  return name as NotificationName<Told>;
}
