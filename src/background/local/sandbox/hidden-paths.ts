/** What a sandboxed command must not see: keys, tokens and passwords, and what other programs keep of the user. */
import fs from 'node:fs';
import path from 'node:path';

export interface HiddenPath {
  readonly path: string;
  readonly kind: 'folder' | 'file';
}

/** Those that are there, with links resolved. `more`: absolute paths beside the usual ones. */
export function hiddenPaths({
  home,
  more,
}: {
  readonly home: string;
  readonly more: readonly string[];
}): readonly HiddenPath[] {
  const wanted = [...IN_HOME.map((name) => path.join(home, name)), ...OF_SYSTEM, ...more];
  const found = wanted.flatMap((wish) => lookUp(wish) ?? []);
  return [...new Map(found.map((hidden) => [hidden.path, hidden])).values()];
}

function lookUp(wish: string): HiddenPath | undefined {
  try {
    const real = fs.realpathSync(wish);
    return { path: real, kind: fs.statSync(real).isDirectory() ? 'folder' : 'file' };
  } catch {
    return undefined;
  }
}

const IN_HOME = [
  '.ssh', '.aws', '.gnupg', '.azure', '.kube', '.docker', '.password-store', '.oci', '.minikube', '.terraform.d',
  '.config/gcloud', '.config/gh', '.config/hub', '.config/op', '.config/doctl', '.config/rclone', '.config/containers',
  '.config/git/credentials', '.config/github-copilot', '.config/google-chrome', '.config/chromium', '.config/meanwhile',
  '.local/share/keyrings', '.local/share/kwalletd', '.mozilla', '.thunderbird', '.netrc', '.npmrc', '.yarnrc.yml',
  '.pypirc', '.git-credentials', '.cargo/credentials', '.cargo/credentials.toml', '.gem/credentials', '.vault-token',
  '.Xauthority', '.ICEauthority', '.1password', '.colima', '.lima', '.orbstack', '.rd', '.bitwarden-ssh-agent.sock',
  '.config/BraveSoftware', '.config/microsoft-edge', '.config/sops', '.config/age', '.config/hcloud', '.config/stripe',
  '.config/netlify', '.vercel', '.fly', '.composer/auth.json', '.config/composer/auth.json', '.config/anthropic',
  '.claude.json', '.gemini', '.config/opencode', '.local/share/opencode',
  '.pgpass', '.my.cnf', '.bash_history', '.zsh_history', '.python_history', '.node_repl_history', '.claude', '.codex',
  'Library/Keychains', 'Library/Application Support/Google/Chrome', 'Library/Application Support/Firefox',
]; // prettier-ignore

/** Readable by root alone, which may be who runs the program. */
const OF_SYSTEM = [
  '/etc/shadow',
  '/etc/shadow-',
  '/etc/gshadow',
  '/etc/gshadow-',
  '/etc/sudoers.d',
  '/etc/ssl/private',
];
