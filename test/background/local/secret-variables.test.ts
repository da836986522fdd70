import { expect, test } from 'vitest';
import { withoutSecrets } from '../../../src/background/local/sandbox/secret-variables.ts';

const SECRET = {
  PGPASSWORD: 'x', MYSQL_PWD: 'x', DB_PASS: 'x', PASS: 'x', GPG_PASSPHRASE: 'x', OPENAI_KEY: 'x', SIGNING_KEY: 'x',
  ENCRYPTION_KEY: 'x', SOPS_AGE_KEY: 'x', GH_PAT: 'x', JWT: 'x', MY_JWT_SECRET: 'x', AZURE_STORAGE_CONNECTION_STRING: 'x',
  SLACK_WEBHOOK_URL: 'x', SENTRY_DSN: 'x', GITHUB_TOKEN: 'x', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', npm_config__auth: 'x',
  'npm_config_//registry.npmjs.org/:_authToken': 'x', SESSION_COOKIE: 'x', GOOGLE_APPLICATION_CREDENTIALS: '/k.json', apiKey: 'x',
  HF_TOKENS: 'abc', DATABASE_URL: 'postgres://me:secret@db/shop', http_proxy: 'http://me:secret@proxy:8080',
  PIP_INDEX_URL: 'https://ghp_abcdefghijklmnopqrst@pypi.example/', JDBC: 'jdbc:postgresql://db/shop?user=me&password=secret',
  ADO: 'Server=db;User=me;Password=secret', DEPLOY: '-----BEGIN OPENSSH PRIVATE KEY-----\nabc', GH: 'ghp_abcdefghijklmnopqrstuvwxyz',
  ID: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', SSH_AUTH_SOCK: '/tmp/a', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/x',
  DOCKER_HOST: 'unix:///x', GIT_CONFIG_VALUE_0: 'Authorization: Basic abc',
}; // prettier-ignore

const HARMLESS = {
  PATH: '/usr/bin', HOME: '/home/me', PWD: '/home/me', OLDPWD: '/', KEYBOARD_LAYOUT: 'de', npm_config_cache: '/c', npm_config_user_agent: 'npm/10 node/v20',
  npm_package_name: 'shop', LANG: 'C.UTF-8', TERM: 'xterm', MAX_TOKENS: '4096', TOKENIZERS_PARALLELISM: 'false', GIT_AUTHOR_NAME: 'me',
  GIT_CONFIG_KEY_0: 'safe.bareRepository', GIT_CONFIG_VALUE_0: 'explicit', GIT_CONFIG_COUNT: '1', COMPASS: 'n', MONKEY: '1', PATCH: '1', CI: 'true',
  API_URL: 'https://api.example/v1?x=1', REPO: 'git@github.com:me/shop.git', GIT_URL: 'ssh://git@github.com/me/shop.git', NODE_OPTIONS: '--max-old-space-size=4096',
  HTTP_PROXY: 'http://proxy:8080', PASSENGER_APP_ENV: 'x', EDITOR: 'vim', XDG_CONFIG_HOME: '/c', PYTHONPATH: '/p',
}; // prettier-ignore

test.each(Object.entries(SECRET))('%s is kept from a command in the sandbox', (name, value) => {
  expect(withoutSecrets({ [name]: value })).toEqual({});
});

test.each(Object.entries(HARMLESS))('%s stays', (name, value) => {
  expect(withoutSecrets({ [name]: value })).toEqual({ [name]: value });
});
