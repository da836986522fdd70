/**
 * What git obeys by its settings: files of settings, folders of hooks, and files that commands in them name. git itself
 * is asked, because only it knows which files include which; nothing of the repository is run for that.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { withoutSecrets, type Environment } from '../environment.ts';
import { findProgram } from '../find-shell.ts';

export interface SettingsFiles {
  /** Settings, and what commands in them name. Absolute, like all here. */
  readonly files: readonly string[];
  /** Files of settings that are included, also those that are not there. */
  readonly included: readonly string[];
  /** Folders of hooks, also those that are not there. */
  readonly hooks: readonly string[];
  /** Of the user's own settings: files they name that git reads. */
  readonly personal: readonly string[];
}

/** `root` is a folder of the repository; outside of one, the user's own settings are read alone. */
export function settingsFilesOf(root: string, environment: Environment): SettingsFiles {
  const settings = listSettings(root, environment);
  const home = environment['HOME'] ?? '/';
  const resolved = (value: string, folder: string) =>
    path.resolve(folder, value.startsWith('~/') ? path.join(home, value.slice(2)) : value);
  const origins = settings.map(({ origin }) => path.resolve(root, origin));
  const scripts = settings.flatMap(({ key, value }) => (isCommand(key, value) ? scriptsIn(value, root) : []));
  const includes = settings.filter(({ key }) => /^include(?:if\..*)?\.path$/i.test(key));
  const isPersonal = ({ scope }: GitSetting) => scope === 'global' || scope === 'system';
  return {
    files: [...new Set([...origins, ...scripts])],
    included: includes.map(({ value, origin }) => resolved(value, path.dirname(path.resolve(root, origin)))),
    hooks: settings.filter(({ key }) => key === 'core.hookspath').map(({ value }) => resolved(value, root)),
    personal: settings.filter(isPersonal).flatMap((setting) => {
      const named = READ.test(setting.key) ? [resolved(setting.value, root)] : [];
      return [path.resolve(root, setting.origin), ...named];
    }),
  };
}

interface GitSetting {
  readonly scope: string;
  /** The file it stands in, relative to the folder in which git was asked. */
  readonly origin: string;
  readonly key: string;
  readonly value: string;
}

const PATIENCE = 2_000;

function listSettings(root: string, environment: Environment): readonly GitSetting[] {
  const git = findProgram('git', environment);
  if (git === undefined) return [];
  const args = [
    '--no-optional-locks',
    '--no-pager',
    'config',
    '--show-scope',
    '--show-origin',
    '--includes',
    '-z',
    '--list',
  ];
  const { stdout, status } = spawnSync(git, args, {
    cwd: root,
    env: withoutSecrets(environment),
    timeout: PATIENCE,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) return [];
  const parts = stdout.split('\0');
  return Array.from({ length: Math.floor(parts.length / 3) }, (_, index) => {
    const [scope = '', origin = '', setting = ''] = parts.slice(3 * index, 3 * index + 3);
    const end = setting.indexOf('\n');
    const [key, value] = end === -1 ? [setting, ''] : [setting.slice(0, end), setting.slice(end + 1)];
    return { scope, origin: origin.replace(/^file:/, ''), key, value, isFile: origin.startsWith('file:') };
  }).filter(({ isFile }) => isFile);
}

function isCommand(key: string, value: string): boolean {
  return RUNS.test(key) && (!key.startsWith('alias.') || value.startsWith('!'));
}

/** git-config(1): settings whose values are commands. */
const RUNS =
  /^(?:core\.(?:fsmonitor|sshcommand|editor|pager|askpass|gitproxy|alternaterefscommand)|(?:alias|pager)\..*|sequence\.editor|interactive\.difffilter|diff\.external|diff\..*\.(?:command|textconv)|filter\..*\.(?:clean|smudge|process)|merge\..*\.driver|(?:difftool|mergetool|man|browser)\..*\.cmd|gpg\.(?:.*\.)?program|gpg\.ssh\.defaultkeycommand|credential\.(?:.*\.)?helper|trailer\..*\.(?:cmd|command)|remote\..*\.(?:uploadpack|receivepack|vcs)|submodule\..*\.update|tar\..*\.command|uploadpack\.packobjectshook)$/i;
/** Settings that name a file which is read. */
const READ = /^(?:core\.(?:excludesfile|attributesfile)|commit\.template|gpg\.ssh\.allowedsignersfile)$/i;

/** The words of a command that are files, seen from the folder in which it runs. */
export function scriptsIn(command: string, folder: string): readonly string[] {
  const words = command.split(/[\s'"`;|&()<>!=]+/).filter((word) => word !== '');
  return words
    .map((word) => path.resolve(folder, word))
    .filter((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
