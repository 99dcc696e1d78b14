/**
 * Files that the server asks the client for: those of a virtual file system, and all where the server runs in
 * a browser. The client reads; a file's stamp is another one when its content is.
 */
import { request } from './protocol-names.ts';
export const READ_FILE_REQUEST = request<ReadFileParams, ReadFileResult>('rbr/files/read');

export interface ReadFileParams {
  readonly uri: string;
  /** Bytes. */
  readonly atMost?: number;
  /** The stamp of what the server has, whose text is then not sent again. */
  readonly known?: string;
}

/** Null: there is no such file, or it is larger than asked for. */
export type ReadFileResult =
  | { readonly stamp: string; readonly text: string }
  | { readonly unchanged: true }
  | null;

export const FIND_FILES_REQUEST = request<FindFilesParams, FindFilesResult>('rbr/files/find');

export interface FindFilesParams {
  /** With its closing slash. */
  readonly folder: string;
  /** A glob that leads nowhere but down from there. */
  readonly pattern: string;
}

export type FindFilesResult = readonly string[];
