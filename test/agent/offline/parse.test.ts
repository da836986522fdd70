import { expect, test } from 'vitest';
import { parsePrompt } from '../../../src/agent/offline/parse.ts';
import type { Language, Request, Target } from '../../../src/agent/offline/requests.ts';

const run = (command: string): Request => ({ kind: 'run', command, background: false });
const bg = (command: string): Request => ({ kind: 'run', command, background: true });
const create = (path?: string, content?: string): Request => ({
  kind: 'create',
  ...(path !== undefined && { path }),
  ...(content !== undefined && { content }),
});
const read = (path?: string): Request => ({ kind: 'read', ...(path !== undefined && { path }) });
const edit = (path: string, oldText: string, newText: string): Request => ({ kind: 'edit', path, oldText, newText });
const status = (target: Target = { by: 'all' }): Request => ({ kind: 'status', target });
const stop = (target: Target): Request => ({ kind: 'stop', target });
const unknown = (text: string): Request => ({ kind: 'unknown', text });
const command = (text: string): Target => ({ by: 'command', text });
const id = (text: string): Target => ({ by: 'id', id: text });
const project = (task: 'test' | 'build' | 'lint'): Request => ({ kind: 'project', task });
const carryOn: Request = { kind: 'carry-on' };
const report: Request = { kind: 'report' };

const SLEEP = 'sleep 5 && echo done';

const ENGLISH: [string, Request[]][] = [
  // In the background
  [`Run "${SLEEP}" in the background, then create a file while it runs`, [bg(SLEEP), create()]],
  [`run '${SLEEP}' in the background then make a file`, [bg(SLEEP), create()]],
  [`Run “${SLEEP}” in background and create a file while it's running`, [bg(SLEEP), create()]],
  [`Please run \`${SLEEP}\` in the background; meanwhile write a file.`, [bg(SLEEP), create()]],
  [`Could you run ${SLEEP} in the background, and then create notes.txt?`, [bg(SLEEP), create('notes.txt')]],
  [`"${SLEEP}" in the background please`, [bg(SLEEP)]],
  ['RUN "SLEEP 5" IN THE BACKGROUND', [bg('SLEEP 5')]],
  ['Run in the background: npm test', [bg('npm test')]],
  ['run ./run.sh in the background.', [bg('./run.sh')]],
  ['Execute sleep 1 as a background task', [bg('sleep 1')]],
  ['Create a background task running "sleep 3"', [bg('sleep 3')]],
  ['Start the server with "npm start" in the background', [bg('npm start')]],
  ['Hi, can you run pytest in the background?', [bg('pytest')]],
  ['run npm install && npm test in the background', [bg('npm install && npm test')]],
  ['run while true; do echo x; sleep 1; done in the background', [bg('while true; do echo x; sleep 1; done')]],
  // Several tasks
  [
    'Start 3 background tasks: "sleep 2", "sleep 4", "sleep 6". Check their status.',
    [2, 4, 6].map((n) => bg(`sleep ${n}`)).concat(status()),
  ],
  [
    'Start 2 tasks: `sleep 1`, `sleep 3` in the background and check their status',
    [bg('sleep 1'), bg('sleep 3'), status()],
  ],
  ['Start three tasks in the background: sleep 2, sleep 4 and sleep 6', [bg('sleep 2'), bg('sleep 4'), bg('sleep 6')]],
  ['Launch “sleep 3” and “sleep 4” in the background and check on them', [bg('sleep 3'), bg('sleep 4'), status()]],
  [
    'Start these in the background:\n- "sleep 1"\n- "sleep 2"\nThen check their status',
    [bg('sleep 1'), bg('sleep 2'), status()],
  ],
  ['Run "a" in the background, then run "b"', [bg('a'), run('b')]],
  // And go on
  ['Run pytest in the background and keep working on other things', [bg('pytest'), carryOn]],
  ['Run pytest in background & keep working', [bg('pytest'), carryOn]],
  ['Run pytest in the background while you keep working on other things', [bg('pytest'), carryOn]],
  ['Run "a" in the background and wait for "a" to finish', [bg('a'), report]],
  ['run `npm test` in background and tell me when it is done', [bg('npm test'), report]],
  // What stands in quotes is not read
  ['run "echo in the background then create a file"', [run('echo in the background then create a file')]],
  ['run "echo "a b" && ls"', [run('echo "a b" && ls')]],
  ['run "echo \\"hi\\"" in the background', [bg('echo "hi"')]],
  [`run 'it's "fine"'`, [run(`it's "fine"`)]],
  ['run git commit -m "fix: it, then more" in the background', [bg('git commit -m "fix: it, then more"')]],
  // In the foreground
  ['run ls -la', [run('ls -la')]],
  ['run make and make install', [run('make and make install')]],
  ['run echo it’s fine', [run('echo it’s fine')]],
  ['run ls ..', [run('ls ..')]],
  ['run git status', [run('git status')]],
  ['run grep background notes.md', [run('grep background notes.md')]],
  ['run "a" then run "b"', [run('a'), run('b')]],
  // Files
  ['create 2 files a.txt and b.txt', [create('a.txt'), create('b.txt')]],
  ['create notes.md with "hello"', [create('notes.md', 'hello')]],
  ['write "hi there" to notes.md then read it', [create('notes.md', 'hi there'), read()]],
  ['create status.md', [create('status.md')]],
  ['write hello to notes.md', [create('notes.md', 'hello')]],
  ['create a file called todo with "x", and run cat todo', [create('todo', 'x'), run('cat todo')]],
  ['While it runs, create a file hello.txt containing hi', [create('hello.txt', 'hi')]],
  ['Create a file "my notes.txt" that says "a, b and c"', [create('my notes.txt', 'a, b and c')]],
  ['show me notes.md', [read('notes.md')]],
  ['cat README', [read('README.md')]],
  ['read a.md and "b c.txt"', [read('a.md'), read('b c.txt')]],
  ['edit notes.md: replace "a" with "b"', [edit('notes.md', 'a', 'b')]],
  ['edit notes.md and replace "a" with "b"', [edit('notes.md', 'a', 'b')]],
  ['In notes.md, replace "a" with "b"', [edit('notes.md', 'a', 'b')]],
  ['replace "a.b" with "c.d" in "x.md"', [edit('x.md', 'a.b', 'c.d')]],
  ['change "a" to "b" in "x.md"', [edit('x.md', 'a', 'b')]],
  ['replace "a.b" with "c.d" in x.md', [edit('x.md', 'a.b', 'c.d')]],
  // Tasks
  ['status', [status()]],
  ['what is running?', [status()]],
  ['show tasks', [status()]],
  ['status of 1f3a9c2e', [status(id('1f3a9c2e'))]],
  ['is pytest done?', [status(command('pytest'))]],
  ['Stop the task 1f3a9c2e and check the status', [stop(id('1f3a9c2e')), status()]],
  ['kill them all', [stop({ by: 'all' })]],
  ['stop sleep 6', [stop(command('sleep 6'))]],
  ['stop it', [stop({ by: 'last' })]],
  // What is not understood is not done
  ['What is the meaning of life?', [unknown('What is the meaning of life')]],
  ['Write me a haiku about rain', [unknown('Write me a haiku about rain')]],
  ['create a python script that prints hello', [unknown('create a python script that prints hello')]],
  ['run the tests', [project('test')]],
  ['test it', [project('test')]],
  ['please run all the unit tests', [project('test')]],
  ['build the project', [project('build')]],
  ['run lint', [project('lint')]],
  // As it would be typed into a shell
  ['npm test', [bg('npm test')]],
  ['git status', [run('git status')]],
  ['git log --oneline -3', [run('git log --oneline -3')]],
  ['go test ./...', [bg('go test ./...')]],
  ['make', [bg('make')]],
  ['./build.sh --all', [bg('./build.sh --all')]],
  ['ls -la | head', [run('ls -la | head')]],
  ['make sure that it works', [unknown('make sure that it works')]],
  ['go on with it', [unknown('go on with it')]],
  ['git is a tool', [run('git is a tool')]],
  ['run it again', [unknown('run it again')]],
  ['start working on the tests', [unknown('start working on the tests')]],
  ['run "npm test" in the folder "web"', [unknown('run "npm test" in the folder "web"')]],
];

const FRENCH: [string, Request[]][] = [
  [`Exécuter "${SLEEP}" en arrière-plan, puis créer un fichier pendant qu'il s'exécute`, [bg(SLEEP), create()]],
  [`Exécute « ${SLEEP} » en arrière-plan puis crée un fichier pendant qu’il s’exécute`, [bg(SLEEP), create()]],
  [
    `S’il te plaît, lance “${SLEEP}” en arrière plan, et ensuite crée un fichier nommé a.txt`,
    [bg(SLEEP), create('a.txt')],
  ],
  [
    'Démarrer 3 tâches en arrière-plan : "sleep 2", "sleep 4", "sleep 6". Vérifier leur statut.',
    [2, 4, 6].map((n) => bg(`sleep ${n}`)).concat(status()),
  ],
  [
    'Démarre deux tâches en arrière-plan : « sleep 1 » et « sleep 2 ». Vérifie leur statut, puis dis-moi quand elles sont finies.',
    [bg('sleep 1'), bg('sleep 2'), status(), report],
  ],
  ["Exécuter pytest en arrière-plan et continuer à travailler sur d'autres choses", [bg('pytest'), carryOn]],
  ["Lance sleep 5 en arrière-plan, occupe-toi d'autre chose", [bg('sleep 5'), carryOn]],
  ['Lance pytest en tâche de fond et fais autre chose', [bg('pytest'), carryOn]],
  ['Lance une tâche de fond : sleep 3', [bg('sleep 3')]],
  [
    "Peux-tu lancer « npm install » en arrière-plan s'il te plaît ? Puis montre-moi le README.",
    [bg('npm install'), read('README.md')],
  ],
  ['Exécute `ls` puis affiche README.md', [run('ls'), read('README.md')]],
  ['Écris « bonjour » dans salut.txt', [create('salut.txt', 'bonjour')]],
  ['Crée un fichier salut.txt avec le contenu « bonjour »', [create('salut.txt', 'bonjour')]],
  ['Crée un fichier vide notes.txt', [create('notes.txt')]],
  ['Remplace « a » par « b » dans src/a.ts', [edit('src/a.ts', 'a', 'b')]],
  ['Où en est pytest ?', [status(command('pytest'))]],
  ['Vérifie la tâche 1f3a9c2e', [status(id('1f3a9c2e'))]],
  ['Arrête "sleep 6"', [stop(command('sleep 6'))]],
  ['Arrête toutes les tâches', [stop({ by: 'all' })]],
  ['Arrête-la', [stop({ by: 'last' })]],
  ['Que sais-tu faire ?', [{ kind: 'help' }]],
  ['Bonjour, exécute `ls` stp. Merci !', [run('ls')]],
  ['Bonjour', [{ kind: 'greeting' }]],
  ['Merci beaucoup', [{ kind: 'thanks' }]],
  ['Quel est le sens de la vie ?', [unknown('Quel est le sens de la vie')]],
];

const rows: [string, Language, Request[]][] = [
  ...ENGLISH.map(([prompt, requests]): [string, Language, Request[]] => [prompt, 'en', requests]),
  ...FRENCH.map(([prompt, requests]): [string, Language, Request[]] => [prompt, 'fr', requests]),
];

test.each(rows)('%s', (prompt, language, requests) => {
  expect(parsePrompt(prompt)).toEqual({ language, requests });
});

test('a long prompt without sense takes no long time', () => {
  const started = Date.now();
  for (const piece of ['run "', "'", 'and then ', 'a, ', '. ', 'stop stop ', 'create a file ', '«'])
    parsePrompt(piece.repeat(5_000));
  expect(Date.now() - started).toBeLessThan(10_000);
});
