/** The messages of the policy explorer; as `protocol.ts`, types and names only. */

import type { Location } from 'vscode-languageserver-types';
import { request } from './protocol-names.ts';

/** `rbr/explore`: a policy, or the policy of a samples file, as a tree. */
export interface ExploreParams {
  readonly uri: string;
}

export const EXPLORE_REQUEST = request<ExploreParams, ExploreResult>('rbr/explore');

export type ExploreResult =
  | { readonly policyUri: string; readonly roots: readonly ExplorerNode[] }
  /** Why there is none, in words for the user. */
  | { readonly reason: string };

export interface ExplorerNode {
  readonly kind: 'area' | 'category' | 'responseType' | 'class' | 'proposition';
  readonly name: string;
  readonly description?: string;
  /** Of a class: the response type that it is shown in. */
  readonly responseType?: string;
  /** In what it stands for, and below it. */
  readonly findings: { readonly errors: number; readonly warnings: number };
  /** Labelled completions: of a category and a response type all, of a class those in it, of a proposition those with an answer. */
  readonly samples: number;
  /** Share of them that the grader gets right; null where nothing is known yet. */
  readonly accuracy: number | null;
  readonly location?: Location;
  readonly children: readonly ExplorerNode[];
}

/** `rbr/moveClass`: a class to another place in `completion_class_order`. */
export interface MoveClassParams {
  readonly uri: string;
  readonly name: string;
  /** The class that it is to stand before; at the end without. */
  readonly before?: string;
}

export const MOVE_CLASS_REQUEST = request<MoveClassParams, MoveClassResult>('rbr/moveClass');

export type MoveClassResult =
  | {
      readonly uri: string;
      readonly edits: readonly { readonly range: Location['range']; readonly newText: string }[];
    }
  | { readonly reason: string };

/** `rbr/diagram`: the decision diagram of a class. */
export interface DiagramParams {
  readonly uri: string;
  readonly responseType: string;
  readonly className: string;
}

export const DIAGRAM_REQUEST = request<DiagramParams, DiagramResult>('rbr/diagram');

export type DiagramResult = { readonly diagram: ClassDiagram } | { readonly reason: string };

export interface ClassDiagram {
  readonly className: string;
  readonly responseType: string;
  /** The first one is where to begin. From top to bottom: an edge goes to a later node. */
  readonly nodes: readonly DiagramNode[];
  /** The conditions in words, one a way in which the class holds. */
  readonly conditions: readonly string[];
}

export type DiagramNode =
  | {
      readonly kind: 'question';
      readonly proposition: string;
      /** Indexes of nodes. */
      readonly yes: number;
      readonly no: number;
      readonly location?: Location;
    }
  | { readonly kind: 'end'; readonly holds: boolean };
