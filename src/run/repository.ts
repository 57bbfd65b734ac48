/** A repository of a run: as it was wished for, as it was found, and where the run works on it. */

/** What was asked for, per repository, in the order of `--repos`. */
export interface RepoWish {
  name: string;
  /** `--base`, when given. */
  base?: string;
}

/** The command or the form, the configuration, or the repository's own default branch. */
export type BaseSource = 'asked' | 'configured' | 'default';

/** An area that a file of the repository names: code with owners, or a package of a workspace. */
export interface RepoPart {
  path: string;
  /** The file, relative to the repository. */
  namedIn: string;
  /** As the file writes them, for instance `@acme/login`; absent for a package. */
  owners?: string[];
}

/** What reading a repository found, before anything was made. */
export interface RepoFacts {
  name: string;
  base: string;
  /** Commit of the base on the remote, or locally where there is none. */
  baseCommit: string;
  /** Who named the base; absent in runs of earlier versions. */
  baseFrom?: BaseSource;
  /** Commands that the repository's own files offer, for instance `npm test`. */
  detected: string[];
  /** For each of `detected` the file that offers it, relative to the repository; absent where nothing is detected. */
  foundIn?: string[];
  /** Commands from `repos[].checks`. */
  configured: string[];
  /** Folders and top-level files, the telling ones first, for recognising a scope. */
  areas: string[];
  /** There are more folders of the first two levels, or files of the first, than `areas` could hold. */
  hasMoreAreas?: true;
  /** Areas that a file of the repository names; absent where none does. */
  parts?: RepoPart[];
  /** Folder of the ticket documents, which no run works on; absent where they are elsewhere. */
  documents?: string;
  /** Paths of submodules, whose folders stay empty; absent where there are none. */
  submodules?: string[];
}

/** One worktree of the workspace. */
export interface Worktree {
  name: string;
  /** Absolute path. */
  path: string;
  base: string;
  baseCommit: string;
}
