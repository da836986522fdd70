/**
 * What a sandboxed command must not see wherever it can look: keys, tokens and passwords, and what other programs keep of
 * the user. Most of a home folder is not there at all (`shown-paths.ts`); this is for the rest, and for when the home
 * folder is the project.
 */
import fs from 'node:fs';
import path from 'node:path';

export interface HiddenPath {
  readonly path: string;
  readonly kind: 'folder' | 'file';
}

/** Those that are there, with links resolved. `more`: absolute paths beside the usual ones. */
export function hiddenPaths({
  homes,
  more,
}: {
  readonly homes: readonly string[];
  readonly more: readonly string[];
}): readonly HiddenPath[] {
  const wanted = [...homes.flatMap((home) => IN_HOME.map((name) => path.join(home, name))), ...OF_SYSTEM, ...more];
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
  '.ssh', '.aws', '.gnupg', '.azure', '.kube', '.docker', '.password-store', '.oci', '.minikube', '.terraform.d/credentials.tfrc.json',
  '.terraformrc', '.config/gcloud', '.config/gh', '.config/glab-cli', '.config/hub', '.config/op', '.config/doctl', '.config/rclone',
  '.config/containers', '.config/git/credentials', '.config/github-copilot', '.config/google-chrome', '.config/chromium',
  '.config/vivaldi', '.config/opera', '.config/meanwhile', '.config/pip', '.config/configstore', '.config/filezilla', '.config/Slack',
  '.config/discord', '.config/Code', '.config/Cursor', '.config/JetBrains', '.config/1Password', '.config/Bitwarden',
  '.config/Signal', '.config/solana', '.config/fish', '.config/heroku', '.config/fly', '.config/netlify', '.config/stripe',
  '.config/hcloud', '.config/sops', '.config/age', '.config/BraveSoftware', '.config/microsoft-edge', '.config/anthropic',
  '.config/openai', '.config/opencode', '.config/goose', '.config/composer/auth.json', '.config/wireguard', '.config/keepassxc',
  '.config/Element', '.config/evolution', '.config/rustdesk', '.config/remmina', '.config/ngrok', '.config/dconf',
  '.local/share/keyrings', '.local/share/kwalletd', '.local/share/opencode', '.local/share/fish', '.local/share/remmina',
  '.local/share/TelegramDesktop', '.local/share/evolution', '.local/share/atuin', '.local/share/mkcert', '.local/share/containers',
  '.mozilla', '.thunderbird', 'snap', '.var/app', '.netrc', '_netrc', '.npmrc', '.npm-global/etc/npmrc', '.yarnrc', '.yarnrc.yml',
  '.pypirc', '.pip', '.env', '.envrc', '.git-credentials', '.cargo/credentials', '.cargo/credentials.toml', '.gem/credentials',
  '.bundle/config', '.m2/settings.xml', '.m2/settings-security.xml', '.gradle/gradle.properties', '.gradle/init.d', '.ivy2/.credentials',
  '.sbt/credentials', '.nuget/NuGet/NuGet.Config', '.config/NuGet', '.composer/auth.json', '.hex/auth.config', '.cache/huggingface/token',
  '.huggingface', '.kaggle', '.wandb', '.netlify', '.rclone.conf', '.s3cfg', '.boto', '.vault-token', '.vercel', '.fly', '.heroku',
  '.databrickscfg', '.snowflake', '.snowsql', '.dbt', '.circleci', '.travis', '.ngrok2', '.cloudflared', '.databases', '.msmtprc',
  '.mbsyncrc', '.offlineimaprc', '.muttrc', '.mutt', '.fetchmailrc', '.smbcredentials', '.davfs2', '.cert', '.pki', '.putty',
  '.Xauthority', '.ICEauthority', '.1password', '.bitwarden-ssh-agent.sock', '.colima', '.lima', '.orbstack', '.rd', '.step', '.sops',
  '.bitcoin', '.ethereum', '.electrum', '.monero', '.foundry/keystores', '.solana', '.near-credentials', '.config/Exodus',
  '.claude.json', '.claude', '.codex', '.gemini', '.aider.conf.yml', '.continue', '.cursor', '.vscode-server', '.config/zed',
  '.pgpass', '.my.cnf', '.mylogin.cnf', '.mongorc.js', '.dbshell', '.bash_history', '.zsh_history', '.zhistory', '.histfile',
  '.python_history', '.node_repl_history', '.psql_history', '.mysql_history', '.sqlite_history', '.rediscli_history', '.irb_history',
  '.lesshst', '.viminfo', '.wget-hsts', '.local/state/nvim', '.zsh_sessions', '.bash_sessions', '.recently-used.xbel',
  'Library/Keychains', 'Library/Application Support', 'Library/Cookies', 'Library/Messages', 'Library/Mail', 'Library/Safari',
  'Library/Containers', 'Library/Group Containers', 'Library/Preferences',
]; // prettier-ignore

/** Readable by root alone, which may be who runs the program; and sockets of services that make their callers root. */
const OF_SYSTEM = [
  '/etc/shadow', '/etc/shadow-', '/etc/gshadow', '/etc/gshadow-', '/etc/sudoers.d', '/etc/ssl/private', '/etc/krb5.keytab',
  '/etc/letsencrypt', '/etc/wireguard', '/etc/NetworkManager/system-connections', '/etc/kubernetes', '/etc/rancher',
  '/var/snap/lxd/common/lxd/unix.socket', '/var/lib/lxd/unix.socket', '/var/lib/incus/unix.socket', '/var/lib/docker',
  '/var/lib/containerd', '/var/spool/cron', '/var/lib/kubelet',
]; // prettier-ignore
