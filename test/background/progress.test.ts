import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFigure } from '../../src/background/progress-figures.ts';
import { createProgressReader, FRESH_LINES } from '../../src/background/progress.ts';

describe('a line that says how far a command is', () => {
  test.each<[tool: string, line: string, fraction: number, words: string]>([
    ['pytest', 't/test_1.py ..                                                           [ 33%]', 0.33, '33 %'],
    ['pytest -v', 't/test_3.py::test_3 PASSED                                               [100%]', 1, '100 %'],
    [
      'pytest counting',
      't/test_2.py .                                                             [2/3]',
      2 / 3,
      '2 of 3',
    ],
    ['pytest-xdist', '[gw0] [ 42%] PASSED t/test_1.py::test_1', 0.42, '42 %'],
    ['vitest', ' Test Files  1 failed | 3 passed | 1 skipped (10)', 0.5, '5 of 10'],
    ['vitest at first', ' Test Files 0 passed (3)', 0, '0 of 3'],
    ['jest', 'Test Suites: 1 failed, 3 passed, 4 of 12 total', 4 / 12, '4 of 12'],
    ['ninja', '[12/80] Building CXX object src/CMakeFiles/app.dir/main.cpp.o', 0.15, '12 of 80'],
    ['ninja, few', '[1/3] sleep 0.05; echo hi > a', 0, '1 of 3'],
    ['make of CMake', '[ 42%] Building CXX object src/main.cpp.o', 0.42, '42 %'],
    ['cargo', '    Building [=======>                 ] 12/80: serde, syn(build)', 0.15, '12 of 80'],
    ['cargo at first', '    Building [                             ] 0/1: cr(bin)', 0, '0 of 1'],
    ['yarn', '[4/4] Building fresh packages...', 0.75, '4 of 4'],
    ['npm', '(##########⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂) ⠇ reify:fsevents: sill reify mark deleted', 0.5, '50 %'],
    ['docker build', 'Step 3/9 : RUN npm ci', 2 / 9, '3 of 9'],
    ['apk', '(3/10) Installing libstdc++ (13.2.1-r0)', 0.2, '3 of 10'],
    ['curl', ' 53 2929k   53 1562k    0     0  2210k      0  0:00:01 --:--:--  0:00:01 2210k', 0.53, '53 %'],
    ['curl -#', '########################                                                  33.3%', 0.333, '33 %'],
    ['wget', '   150K .......... .......... .......... .......... ..........  6%  511K 1s', 0.06, '6 %'],
    [
      'wget on a terminal',
      'x.bin                42%[=======>              ]   1.20M   500KB/s    eta 12s',
      0.42,
      '42 %',
    ],
    ['rsync', '      1,238,099  42%  146.38kB/s    0:00:08', 0.42, '42 %'],
    ['scp', 'video.mp4             42%   12MB   1.2MB/s   00:12 ETA', 0.42, '42 %'],
    ['tqdm', 'train:  42%|████▏     | 42/100 [00:04<00:05, 10.0it/s]', 0.42, '42 %'],
    [
      'playwright',
      '|■■■■■■■■                                                                        |  10% of 161.3 MiB',
      0.1,
      '10 %',
    ],
    ['a percentage alone', '42%', 0.42, '42 %'],
    ['a percentage with a word', '42.5% complete', 0.425, '42 %'],
    ['a word and a percentage', 'Progress: 7 %', 0.07, '7 %'],
    ['doing something', 'Downloading model.bin... 42%', 0.42, '42 %'],
    ['webpack', '42% building', 0.42, '42 %'],
    ['done so many', 'bundled 12 of 240 modules', 0.05, '12 of 240'],
    ['doing the next', 'Processing image 3 of 10', 0.2, '3 of 10'],
    ['keras', 'Epoch 3/10', 0.2, '3 of 10'],
  ])('of %s', (_, line, fraction, words) => {
    const figure = readFigure(line.trim());
    expect(figure?.words).toBe(words);
    expect(figure?.fraction).toBeCloseTo(fraction, 6);
  });

  test.each<[tool: string, line: string, words: string]>([
    ['pip', '   ━━━━━━━━━━━━╺━━━━━━━━━━ 12.3/45.6 MB 5.6 MB/s eta 0:00:06', '12.3 of 45.6 MB'],
    ['docker pull', 'a3ed95caeb02: Downloading [==>                ]  12.3MB/45.2MB', '12.3 of 45.2 MB'],
    ['docker pull, other units', 'a3ed95caeb02: Extracting [>   ]  557.1kB/45.2MB', '557.1 kB of 45.2 MB'],
    ['BuildKit, a layer', '#5 sha256:2d429b9e73a6 12.58MB / 29.13MB 0.5s', '12.58 of 29.13 MB'],
    ['BuildKit, a stage', '#7 [build 3/9] RUN npm ci', 'step 3 of 9'],
    ['git', 'remote: Compressing objects:  16% (116/721)', 'compressing objects 16 %'],
    ['git clone', 'Receiving objects:  34% (249/731), 1.20 MiB | 2.00 MiB/s', 'receiving objects 34 %'],
    ['pnpm', 'Progress: resolved 312, reused 300, downloaded 12, added 200', 'added 200 of 312'],
  ])('only of a part gets no bar: %s', (_, line, words) => {
    expect(readFigure(line.trim())).toEqual({ words });
  });

  test.each([
    'All files |   87.5 |    80.1 |     90 |   87.5 |',
    'TOTAL                     120     12    90%',
    'coverage: 87.5% of statements',
    'CPU usage 42%',
    'Disk /dev/sda1 is 91% full',
    'test suite is 42% faster',
    'Processing with 42% memory used',
    '3 of 10 tests failed',
    'Checking: 2 of 3 attempts failed',
    'Loading took 20% of 50%',
    'Downloading: 42% remaining',
    'compiled 12 of 10 files',
    'step 0/9 : what',
    '[12/31/2025 10:20:00] ready',
    '[2025-11-22 10:20] GET /a/12/80 200',
    'listening on 12/80',
    'vite v5.1.0 building for production...',
    ' ❯ test/components/text.test.ts 10/44',
    '      Tests 48 passed (92)',
    'Tests:       12 passed, 12 total',
    '  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0',
    'warning: 42% of the budget',
    'dist/index.js  12.30 kB │ gzip: 4.50 kB',
    'downloading 2024/11/22.tar',
    '142%',
    '',
  ])('is not %j', (line) => expect(readFigure(line.trim())).toBeUndefined());

  test('is read in no time, whatever it holds', () => {
    const pieces = fc.constantFrom(
      '12',
      '/',
      '80',
      ' ',
      '%',
      '[',
      ']',
      '#',
      'of',
      'building',
      '.',
      ':',
      '|',
      '━',
      '(',
      ')',
      '-',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 400 }), (parts) => {
        const figure = readFigure(parts.join(''));
        expect(figure?.fraction ?? 0).toBeGreaterThanOrEqual(0);
        expect(figure?.fraction ?? 0).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the progress of a task', () => {
  const after = (...looks: (readonly string[])[]) => {
    const read = createProgressReader();
    return looks.map((newestFirst) => read(newestFirst)).at(-1);
  };

  test('is the newest figure', () => {
    expect(after(['[20/80] b', '[12/80] a'])).toEqual({ fraction: 0.25, words: '20 of 80' });
  });

  test('stays while other lines follow, and not for long', () => {
    const others = Array.from({ length: FRESH_LINES }, (_, index) => `warning: ${index}`);
    expect(after([...others.slice(1), '[20/80] b'])).toMatchObject({ words: '20 of 80' });
    expect(after([...others, '[20/80] b'])).toBeUndefined();
  });

  test('is over when it was full and something follows', () => {
    expect(after(['t/test_1.py . [100%]'])).toMatchObject({ fraction: 1 });
    expect(after(['=== 3 passed ===', 't/test_1.py . [100%]'])).toBeUndefined();
  });

  test('is told in words alone once it went back: it was not about the whole', () => {
    expect(after(['Downloading a: 80%'], ['Downloading b: 10%'])).toEqual({ words: '10 %' });
    expect(after(['Downloading a: 80%'], ['Downloading b: 10%'], ['Downloading b: 90%'])).toEqual({ words: '90 %' });
  });

  test('may become less when more work was found', () => {
    expect(after(['[40/80] a'], ['[41/120] b'])).toMatchObject({ fraction: 41 / 120 });
  });
});
