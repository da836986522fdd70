/** `meanwhile export`: what a recorded session becomes, as a page and as Markdown. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { Lexer, type Token } from 'marked';
import { expect, onTestFinished, test } from 'vitest';
import { foldersOf } from '../../src/config/folders.ts';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';
import { HOSTILE, recordStory, STORY_ID } from './record-story.ts';

async function openPlace({ recorded = true } = {}): Promise<Place> {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  if (recorded) await recordStory(foldersOf({ stateFolder: place.state, cwd: place.project }), place.project);
  return place;
}

async function runExport({ project, env }: Place, ...args: readonly string[]) {
  const options = { cwd: project, env, extendEnv: false, reject: false, stdin: 'ignore' } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [PROGRAM, 'export', ...args], options);
  return { code: exitCode, out: stdout, err: stderr };
}

test('a session becomes one page that loads and runs nothing, with everything foreign escaped', async () => {
  const place = await openPlace();
  const file = path.join(place.project, `meanwhile-${STORY_ID}.html`);
  expect(await runExport(place)).toEqual({ code: 0, out: file, err: '' });
  const page = await readFile(file, 'utf8');
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<(?:script|img|link|iframe)|<[^>]*\s(?:src|on\w+)=|url\(|@import|href="(?!https:|#)/i);
  expect(page.split(HOSTILE)).toHaveLength(1);
  expect(page).toContain('&lt;script&gt;document.title');

  expect(page).toMatch(/<dt>tasks, 1 failed<\/dt><dd>3<\/dd>/);
  expect(page).toMatch(/<td class="right">8<\/td>/);
  expect(page).toMatch(/<span class="x-keyword">export<\/span>/);
  expect(page).toMatch(
    /<span class="x-removed">-# shop<\/span>\n<span class="x-added">\+# Shop<\/span>[^]*… 12 more lines/,
  );
  expect(page).toMatch(/<svg class="timeline"[^]*1 h 20 min in which nothing went on[^]*>install<[^]*class="bar bad"/);
  expect(page).toMatch(/id="task-77b0e1d4" open>[^]*… \d+ lines left out\n[^]*902: AssertionError: expected 3 to be 4/);
  expect(page).toMatch(/id="task-1f3a9c2e">[^]*exit 0[^]*40\.8 s[^]*told in request 3[^]*not kept any more/);
});

test('and Markdown in which nothing foreign is HTML, nor closes a fence', async () => {
  const place = await openPlace();
  const { out, code } = await runExport(place, STORY_ID.slice(0, 4), '--format', 'md', '-o', '-');
  expect(code).toBe(0);
  const html = htmlIn(new Lexer({ gfm: true }).lex(out)).map((raw) => raw.trim());
  const ours =
    /^(?:<!-- exported by meanwhile -->|<details><summary>[^<]*(?:<code>[^<]*<\/code>[^<]*)?<\/summary>|<\/details>)$/;
  expect(html.flatMap((raw) => raw.split('\n')).filter((raw) => !ours.test(raw))).toEqual([]);
  expect(out).toMatch(/```diff\n@@ line 1 @@\n-# shop\n\+# Shop\n/);
  expect(out).toContain('| Start | 8 | **done** |');
  expect(out).toContain('One test fails: &lt;/pre>&lt;/details>&lt;script>');
  expect(out).toMatch(/- \*\*77b0e1d4\*\* `npx vitest run`\n {2}failed · exit 1 · 37\.9 s · told in request 5/);
});

function htmlIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token) => {
    if (token.type === 'html') return [token.raw];
    const items: readonly Token[] = 'items' in token ? token.items : [];
    return htmlIn(['tokens' in token ? (token.tokens ?? []) : [], items].flat());
  });
}

test('what does not fit on the disk leaves the earlier export as it was, and no draft', async () => {
  const place = await openPlace();
  const file = path.join(place.project, 'story.html');
  expect((await runExport(place, '-o', file)).code).toBe(0);
  const before = await readFile(file, 'utf8');
  // A limit of file sizes fails in the middle of a write as a full disk does.
  const limited = `trap '' XFSZ; ulimit -f 8; exec "$@"`;
  const { exitCode, stderr } = await execa(
    'sh',
    ['-c', limited, 'sh', process.execPath, PROGRAM, 'export', '-o', file],
    { cwd: place.project, env: place.env, extendEnv: false, reject: false, stdin: 'ignore' },
  );
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/story\.html cannot be written: EFBIG/);
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await readdir(place.project)).toEqual(['story.html']);
});

test('an export is written over, any other file never', async () => {
  const place = await openPlace();
  const notes = path.join(place.project, 'notes.md');
  expect((await runExport(place, '--output', 'notes.md')).code).toBe(0);
  expect(await readFile(notes, 'utf8')).toMatch(/^<!-- exported by meanwhile -->\n# Install the dependencies/);
  expect((await runExport(place, '--output', 'notes.md')).code).toBe(0);
  await writeFile(notes, '# My notes\n');
  expect(await runExport(place, '--output', 'notes.md')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/notes\.md is there and is no export of meanwhile\. Name another file\.$/),
  });
  expect(await readFile(notes, 'utf8')).toBe('# My notes\n');
});

test.each([
  [['--format', 'pdf'], /^--format is pdf; it may be html or md\. .* export --help says how\.$/],
  [['beef'], /^There is no session beef of this folder\. There are:\n {2}5e551017 /],
  [['a', 'b'], 'export takes one session, not also b.'],
  [['--cwd', 'nowhere'], /nowhere does not exist/],
])('%j is refused with what to do', async (args, sentence) => {
  const { code, out, err } = await runExport(await openPlace(), ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(sentence);
});

test('a folder without a session says so', async () => {
  const place = await openPlace({ recorded: false });
  expect(await runExport(place)).toEqual({ code: 2, out: '', err: 'No session of this folder is recorded yet.' });
});
