/** Which variables a sandboxed command does not get: those that look like secrets, and those that lead to helpers. */
import type { Environment } from '../environment.ts';

/** The environment without them. What a name or a value does not tell, stays. */
export function withoutSecrets(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter((variable) => !isSecret(variable)));
}

function isSecret([name, value = '']: readonly [string, string | undefined]): boolean {
  if (HELPERS.has(name.toUpperCase())) return true;
  if (isSecretName(name)) return true;
  return (
    SECRET_VALUES.some((pattern) => pattern.test(value)) || (/(?:^|_)TOKENS(?:_|$)/i.test(name) && !isNumber(value))
  );
}

/** `MAX_TOKENS=4096` is no secret. */
function isNumber(value: string): boolean {
  return /^\d*$/.test(value);
}

function isSecretName(name: string): boolean {
  // The name of a setting; its value is looked at.
  if (/^GIT_CONFIG_KEY_\d+$/.test(name)) return false;
  const words = name
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(Boolean);
  if (words.some((word) => SECRET_WORDS.has(word) || SECRET_ENDINGS.test(word))) return true;
  const last = words.at(-1) ?? '';
  return (last === 'PWD' && words.length > 1) || SECRET_PHRASES.test(words.join('_'));
}

/** A whole word of a name, wherever it stands in it. */
const SECRET_WORDS: ReadonlySet<string> = new Set(
  'TOKEN SECRET SECRETS PASS PASSWORD PASSWORDS PASSWD PASSPHRASE CREDENTIAL CREDENTIALS CREDS AUTH KEY KEYS APIKEY APIKEYS PAT DSN JWT COOKIE COOKIES'.split(
    ' ',
  ),
);
/** `PGPASSWORD`, `MYAPITOKEN`. */
const SECRET_ENDINGS = /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|APIKEY)$/;
const SECRET_PHRASES = /(?:^|_)(?:CONNECTION_STRING|CONN_STR|WEBHOOK|WEBHOOK_UR[IL]|PGPASSFILE)$/;

/** Sockets and addresses of what acts for the user. */
const HELPERS: ReadonlySet<string> = new Set(
  'SSH_AUTH_SOCK SSH_AGENT_PID GPG_AGENT_INFO DBUS_SESSION_BUS_ADDRESS DOCKER_HOST CONTAINER_HOST PODMAN_HOST XAUTHORITY DISPLAY WAYLAND_DISPLAY TMUX'.split(
    ' ',
  ),
);

const SECRET_VALUES: readonly RegExp[] = [
  // scheme://user:password@host, and a long user name alone, which is a token.
  /[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]+@/i,
  /[a-z][a-z0-9+.-]*:\/\/[^\s/@:]{20,}@/i,
  // Settings of a connection: `Server=db;Password=…`, `?user=me&password=…`.
  /(?:^|[\s;?&])(?:password|passwd|pwd|access_?token|api_?key|sig|AccountKey|SharedAccessKey)=[^\s;&]/i,
  /^\s*authorization:/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // What services put in front of their tokens, and signed web tokens.
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|npm_|pypi-|hf_)[A-Za-z0-9_-]{16,}/,
  /\bAKIA[A-Z0-9]{16}\b|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\./,
];
