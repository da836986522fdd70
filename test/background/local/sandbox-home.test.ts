import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSandbox, sandboxWorks, type OpenedSandbox } from './open-sandbox.ts';

const { works, why } = await sandboxWorks();

/** Where programs keep what is not for a command of a model. */
const PRIVATE = [
  '.env', '.ssh/id_ed25519', '.ssh/config', '.aws/credentials', '.aws/config', '.gnupg/private-keys-v1.d/k', '.azure/accessTokens.json', '.kube/config',
  '.docker/config.json', '.password-store/a.gpg', '.netrc', '.npmrc', '.yarnrc.yml', '.pypirc', '.git-credentials', '.config/git/credentials',
  'snap/firefox/common/.mozilla/firefox/p/logins.json', '.var/app/org.mozilla.firefox/.mozilla/key4.db', '.mozilla/firefox/p/key4.db',
  '.config/google-chrome/Default/Cookies', '.config/chromium/Default/Login Data', '.config/BraveSoftware/x', '.config/microsoft-edge/x', '.config/vivaldi/x',
  '.m2/settings.xml', '.m2/settings-security.xml', '.gradle/gradle.properties', '.gradle/init.gradle', '.ivy2/.credentials', '.sbt/1.0/credentials.sbt',
  '.cache/huggingface/token', '.huggingface/token', '.pip/pip.conf', '.config/pip/pip.conf', '.rclone.conf', '.config/rclone/rclone.conf', '.s3cfg', '.boto',
  '.config/1Password/x', '.config/Bitwarden/data.json', '.config/Signal/config.json', '.config/glab-cli/config.yml', '.config/gh/hosts.yml', '.config/hub',
  '.config/solana/id.json', '.config/fish/fish_variables', '.local/share/fish/fish_history', '.config/gcloud/credentials.db', '.config/doctl/config.yaml',
  '.config/op/config', '.config/heroku/x', '.config/netlify/config.json', '.config/stripe/config.toml', '.config/sops/age/keys.txt', '.config/configstore/firebase-tools.json',
  '.config/filezilla/sitemanager.xml', '.config/Slack/Cookies', '.config/discord/x', '.config/Code/User/globalStorage/state.vscdb', '.config/JetBrains/x',
  '.config/composer/auth.json', '.composer/auth.json', '.config/NuGet/NuGet.Config', '.nuget/NuGet/NuGet.Config', '.config/opencode/x', '.local/share/opencode/auth.json',
  '.config/github-copilot/hosts.json', '.config/wireguard/wg0.conf', '.config/openai/key', '.config/anthropic/key', '.claude.json', '.claude/credentials', '.codex/auth.json',
  '.gemini/oauth_creds.json', '.local/share/keyrings/login.keyring', '.local/share/kwalletd/k', '.local/share/TelegramDesktop/x', '.thunderbird/p/logins.json',
  '.cargo/credentials.toml', '.cargo/credentials', '.gem/credentials', '.bundle/config', '.hex/auth.config', '.kaggle/kaggle.json', '.databrickscfg', '.snowsql/config',
  '.dbt/profiles.yml', '.circleci/cli.yml', '.vault-token', '.terraform.d/credentials.tfrc.json', '.terraformrc', '.oci/config', '.minikube/x', '.fly/config.yml',
  '.vercel/auth.json', '.netlify/config.json', '.cloudflared/cert.pem', '.ngrok2/ngrok.yml', '.bitcoin/wallet.dat', '.ethereum/keystore/k', '.electrum/wallets/w',
  '.foundry/keystores/k', '.monero/wallet', '.pgpass', '.my.cnf', '.mylogin.cnf', '.mongorc.js', '.psql_history', '.mysql_history', '.sqlite_history', '.rediscli_history',
  '.bash_history', '.zsh_history', '.python_history', '.node_repl_history', '.irb_history', '.lesshst', '.viminfo', '.Xauthority', '.ICEauthority', '.msmtprc', '.muttrc',
  '.smbcredentials', '.davfs2/secrets', 'Documents/taxes.pdf', 'Downloads/x', 'work/another-project/.env', '.bashrc', '.profile', 'passwords.kdbx',
]; // prettier-ignore

const TOOLS = [
  '.nvm/versions/node/v20/bin/tool', '.volta/bin/tool', '.asdf/shims/tool', '.local/share/mise/shims/tool', '.cargo/bin/tool', '.cargo/registry/index/x',
  '.rustup/toolchains/stable/bin/tool', 'go/bin/tool', 'go/pkg/mod/x', '.pyenv/shims/tool', '.rbenv/shims/tool', '.sdkman/candidates/java/bin/tool', '.bun/bin/tool',
  '.deno/bin/tool', '.local/bin/tool', '.local/lib/python3/site-packages/x.py', '.local/share/pnpm/tool', '.local/share/uv/tools/x', '.local/pipx/venvs/x', '.npm-global/bin/tool',
  '.gitconfig', '.config/git/ignore', '.cache/pip/x', '.cache/uv/x', '.cache/go-build/x', '.m2/repository/x.jar', '.gradle/caches/x', '.gradle/wrapper/x', 'miniconda3/bin/tool',
]; // prettier-ignore

function put({ home }: Pick<OpenedSandbox, 'home'>, name: string, text: string): void {
  const file = path.join(home, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

/** Of the names, those whose files can be read. */
async function readable({ says }: OpenedSandbox, names: readonly string[]): Promise<readonly string[]> {
  const said = await says(names.map((name) => `[ -r ~/'${name}' ] && [ -f ~/'${name}' ] && echo '${name}'`).join('\n'));
  return said.split('\n').filter(Boolean);
}

describe.skipIf(!works)(`of the home folder, a command in the sandbox${why}`, () => {
  test('sees nothing that is private, wherever programs keep it', async () => {
    const machine = await openSandbox();
    PRIVATE.forEach((name) => put(machine, name, 'PRIVATE'));
    expect(await readable(machine, PRIVATE)).toEqual([]);
  });

  test('sees tools, what they installed and the settings of git, and cannot change them', async () => {
    const machine = await openSandbox();
    TOOLS.forEach((name) => put(machine, name, '#!/bin/sh\necho ran\n'));
    writeFileSync(path.join(machine.home, '.gitconfig'), '[user]\n\tname = me\n');
    expect(await readable(machine, TOOLS)).toEqual(TOOLS);
    expect(await machine.says('git config user.name; ~/.cargo/bin/tool')).toBe('me\nran\n');
    expect(await machine.says('echo evil > ~/.cargo/bin/tool; echo evil > ~/new; mkdir ~/.nvm2')).toMatch(
      /(.*Read-only.*\n){3}/,
    );
    expect(readFileSync(path.join(machine.home, '.cargo/bin/tool'), 'utf8')).toContain('ran');
  });

  test('reaches all that is on its PATH', async () => {
    const machine = await openSandbox();
    const names = ['opt/tool-1/bin/one', '.odd/bin/two', 'scripts/three', '.config/shared/bin/four'];
    names.forEach((name) =>
      put(machine, name, '#!/bin/sh\ncat "$(dirname "$0")/../lib/own" 2>/dev/null || echo alone\n'),
    );
    put(machine, 'opt/tool-1/lib/own', 'with its library\n');
    put(machine, '.config/shared/token', 'PRIVATE');
    const folders = names.map((name) => path.dirname(path.join(machine.home, name)));
    const PATH = [...folders, process.env['PATH']].join(':');
    const again = await openOther(machine, { PATH });
    expect(await again.says('one; two; three; four; cat ~/.config/shared/token')).toMatch(
      /^with its library\nalone\nalone\nalone\ncat: .*No such file/,
    );
  });

  test('sees what settings add, and of that no keys unless they are named', async () => {
    const machine = await openSandbox();
    ['notes/a', '.config/tool/b', '.config/gh/hosts.yml', '.aws/config'].forEach((name) => put(machine, name, 'x'));
    const named = ['notes', '.config', '.aws'].map((name) => path.join(machine.home, name));
    const again = await openOther(machine, {}, named);
    const names = ['notes/a', '.config/tool/b', '.config/gh/hosts.yml', '.aws/config', '.ssh/id'];
    expect(await readable(again, names)).toEqual(['notes/a', '.config/tool/b', '.aws/config']);
  });

  test('runs in a folder that is hidden only after a word about it', async () => {
    const { runToEnd, spec, home } = await openSandbox();
    const { status } = await runToEnd('echo ran', { ...spec, cwd: path.join(home, 'other') });
    expect(status.end).toMatchObject({ kind: 'failed-to-start', reason: expect.stringContaining('sandboxReadable') });
  });

  test('changes no settings of shells and programs where the home folder is the project', async () => {
    const machine = await openSandbox();
    const { home, at } = machine;
    const files = [
      '.bashrc',
      '.config/systemd/user/x',
      '.local/bin/tool',
      'go/bin/tool',
      '.cache/meanwhile/compiled/code',
    ];
    files.forEach((name) => put(machine, name, 'own'));
    put(machine, 'notes', 'own');
    const attack = [...files, '.config/meanwhile/settings.json', '.ssh/authorized_keys', 'notes'].map(
      (name) => `echo evil > ~/'${name}'`,
    );
    await machine.runToEnd(attack.join('\n'), { cwd: home, sandbox: { root: home, writable: [], network: true } });
    expect(files.map((name) => readFileSync(path.join(home, name), 'utf8'))).toEqual(files.map(() => 'own'));
    expect(readFileSync(path.join(home, 'notes'), 'utf8')).toBe('evil\n');
    expect(existsSync(at('home/.ssh/authorized_keys'))).toBe(false);
    const { id } = await machine.runToEnd('cat ~/.ssh/id ~/.netrc', {
      cwd: home,
      sandbox: { root: home, writable: [], network: true },
    });
    expect(await machine.printed(id)).not.toContain('PRIVATE');
  });

  test('neither sees nor changes the folders of the program, also where they lie in the project', async () => {
    const machine = await openSandbox();
    const { root, environment } = machine;
    const own = ['config/meanwhile/settings.json', 'cache/meanwhile/compiled/code'];
    own.forEach((name) => put({ home: root }, name, 'PRIVATE'));
    const again = await openOther(machine, {
      ...environment,
      XDG_CONFIG_HOME: path.join(root, 'config'),
      XDG_CACHE_HOME: path.join(root, 'cache'),
    });
    const said = await again.says(
      own.flatMap((name) => [`cat ${name}`, `echo evil > ${name}`, `mv ${path.dirname(name)} gone`]).join('; '),
    );
    expect(said).not.toContain('PRIVATE');
    expect(own.map((name) => readFileSync(path.join(root, name), 'utf8'))).toEqual(['PRIVATE', 'PRIVATE']);
  });

  test('is found also where the home folder is a link', async () => {
    const machine = await openSandbox();
    symlinkSync(machine.home, machine.at('linked'));
    const again = await openOther(machine, { HOME: machine.at('linked') });
    expect(await again.says('cat ~/.ssh/id; cat ~/.netrc; ls -A ~')).toMatch(/(.*No such file.*\n){2}shop\n$/);
  });
});

/** The same machine with other variables or settings. */
async function openOther(
  { spec, root, home }: OpenedSandbox,
  more: NodeJS.ProcessEnv,
  readable: readonly string[] = [],
): Promise<OpenedSandbox> {
  const other = await openSandbox({ environment: { HOME: home, ...more } });
  const says = async (command: string) => {
    const { id } = await other.runToEnd(command, { ...spec, sandbox: { ...spec.sandbox, readable } });
    return other.printed(id);
  };
  return { ...other, root, home, says };
}

test.skipIf(!works)('git in the sandbox reads what the settings of the user name', async () => {
  const machine = await openSandbox();
  put(machine, 'dotfiles/git', '[user]\n\tname = included\n[core]\n\texcludesfile = ~/dotfiles/ignore\n');
  put(machine, 'dotfiles/ignore', '*.tmp\n');
  put(machine, 'dotfiles/secret', 'PRIVATE');
  put(machine, '.gitconfig', '[include]\n\tpath = dotfiles/git\n');
  execFileSync('touch', [path.join(machine.root, 'a.tmp')]);
  expect(await machine.says('git config user.name; git status --short; cat ~/dotfiles/secret')).toMatch(
    /^included\n(\?\? [^\n]*\n)?cat: .*No such file/,
  );
});
