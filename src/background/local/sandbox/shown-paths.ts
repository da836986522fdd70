/**
 * What a sandboxed command sees of a home folder, which is empty otherwise: tools, their libraries and what they have
 * downloaded, and the settings of git. What keeps secrets among it is hidden again (`hidden-paths.ts`).
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Environment } from '../environment.ts';

/** Absolute paths that are there, in no other of them. `home` with links resolved. */
export function shownPaths(home: string, environment: Environment): readonly string[] {
  const listed = SHOWN.map((name) => path.join(home, name));
  const named = TOOL_FOLDERS.flatMap((name) => withTarget(environment[name] ?? ''));
  const searched = (environment['PATH'] ?? '').split(path.delimiter).flatMap(withTarget);
  const programs = searched.flatMap((folder) => programFolders(folder, home));
  const wanted = [...listed, ...named, ...programs].filter((file) => path.isAbsolute(file)).map(path.normalize);
  const inHome = new Set(wanted.filter((file) => isBelow(home, file) && fs.existsSync(file)));
  return [...inHome].filter((file) => ![...inHome].some((other) => isBelow(other, file)));
}

/** A path as it is written and where it leads. */
function withTarget(file: string): readonly string[] {
  try {
    return [file, fs.realpathSync(file)];
  } catch {
    return [file];
  }
}

/** Of an entry of the PATH: itself, and where it is the `bin` of something installed, that. */
function programFolders(entry: string, home: string): readonly string[] {
  if (!isBelow(home, entry)) return [];
  const folder = entry.replace(/\/+$/, '');
  const installed = path.dirname(folder);
  const isInstalled = /^s?bin$/.test(path.basename(folder)) && isBelow(home, installed);
  return isInstalled && !SHARED.has(path.relative(home, installed).split(path.sep)[0] ?? '') ? [installed] : [folder];
}

/** Folders that many programs keep things in: nothing of them is shown because one of them is a tool. */
const SHARED: ReadonlySet<string> = new Set(['.local', '.config', '.cache', 'Library', '.docker', '.rd', '.ssh']);

function isBelow(folder: string, file: string): boolean {
  return file.startsWith(`${folder}${path.sep}`) && file.length > folder.length + 1;
}

/** Variables by which tools say where they are. */
const TOOL_FOLDERS = (
  'NVM_DIR FNM_DIR FNM_MULTISHELL_PATH VOLTA_HOME N_PREFIX NODENV_ROOT BUN_INSTALL DENO_INSTALL DENO_DIR PNPM_HOME COREPACK_HOME ' +
  'ASDF_DIR ASDF_DATA_DIR MISE_DATA_DIR RTX_DATA_DIR PROTO_HOME CARGO_HOME RUSTUP_HOME GOROOT GOPATH GOMODCACHE PYENV_ROOT ' +
  'VIRTUAL_ENV CONDA_PREFIX CONDA_ROOT MAMBA_ROOT_PREFIX UV_PYTHON_INSTALL_DIR PIPX_HOME RBENV_ROOT GEM_HOME rvm_path ' +
  'SDKMAN_DIR JAVA_HOME MAVEN_HOME M2_HOME GRADLE_HOME ANDROID_HOME ANDROID_SDK_ROOT FLUTTER_ROOT DOTNET_ROOT PERL5LIB ' +
  'OPAM_SWITCH_PREFIX GHCUP_INSTALL_BASE_PREFIX STACK_ROOT ELIXIR_HOME JULIA_DEPOT_PATH PLAYWRIGHT_BROWSERS_PATH NIX_PROFILES'
).split(' ');

/** Relative to the home folder. */
export const SHOWN: readonly string[] = [
  'bin', '.local/bin', '.local/lib', '.local/share/pnpm', '.local/share/uv', '.local/share/pipx', '.local/pipx',
  '.local/share/mise', '.local/share/rtx', '.local/share/fnm', '.local/share/virtualenv', '.local/share/man',
  '.local/share/gem', '.local/share/go', '.local/share/bun', '.local/state/fnm_multishells', '.local/state/nix/profile',
  '.nix-profile', '.nvm', '.fnm', '.volta', '.nodenv', '.n', '.bun', '.deno', '.npm-global', '.npm-packages', '.node_modules',
  '.yarn/bin', '.yarn/berry', '.pnpm-store', '.asdf', '.proto', '.cargo/bin', '.cargo/env', '.cargo/registry', '.cargo/git',
  '.cargo/config', '.cargo/config.toml', '.rustup', 'go/bin', 'go/pkg', 'go/src', '.goenv', 'sdk', '.pyenv', '.conda',
  'miniconda3', 'anaconda3', 'miniforge3', 'mambaforge', 'micromamba', '.rye', '.poetry', '.pipx', '.rbenv', '.rvm', '.gem/ruby',
  '.bundle/cache', '.sdkman', '.jenv', '.jabba', '.m2/repository', '.m2/wrapper', '.gradle/caches', '.gradle/wrapper', '.gradle/jdks',
  '.gradle/native', '.ivy2/cache', '.coursier', '.sbt/boot', '.konan', 'Android/Sdk', '.dotnet', '.nuget/packages', '.composer/vendor',
  '.config/composer/vendor', '.phpenv', '.opam', '.ghcup', '.cabal/bin', '.cabal/packages', '.cabal/store', '.stack/programs',
  '.elan', '.juliaup', '.julia/packages', '.mix', '.hex/packages', '.luarocks', '.pub-cache', '.flutter', 'flutter', '.swiftly',
  '.foundry/bin', '.wasmtime', '.wasmer/bin', '.pixi/bin', '.pixi/envs', '.tfenv', '.linuxbrew', '.terraform.d/plugins',
  '.gitconfig', '.gitignore', '.gitignore_global', '.gitattributes', '.config/git/config', '.config/git/ignore',
  '.config/git/attributes', '.editorconfig', '.cache/pip', '.cache/uv', '.cache/go-build', '.cache/yarn', '.cache/pnpm',
  '.cache/node', '.cache/node-gyp', '.cache/ms-playwright', '.cache/puppeteer', '.cache/Cypress', '.cache/electron', '.cache/pre-commit',
  '.cache/pypoetry', '.cache/bazel', '.cache/bazelisk', '.cache/ccache', '.cache/coursier', '.cache/deno', '.cache/typescript',
  '.cache/prisma', '.cache/fontconfig', '.fonts', '.local/share/fonts',
  'Library/pnpm', 'Library/Python', 'Library/Java', 'Library/Android/sdk', 'Library/Developer', 'Library/Caches/pip',
  'Library/Caches/go-build', 'Library/Caches/Yarn', 'Library/Caches/ms-playwright', 'Library/Caches/Cypress', 'Library/Caches/deno',
  'Library/Caches/Coursier', 'Library/Caches/node-gyp', 'Library/Caches/Homebrew', 'Library/Application Support/fnm',
]; // prettier-ignore
