import { expect, test } from 'vitest';
import { parseProcesses } from '../../../src/background/local/processes-ps.ts';

const listing = `
    1     0     1 Ss    9216   12:04.50 /sbin/launchd
  812     1   812 S     1408    0:00.01 /bin/sh /opt/meanwhile/supervise.sh /Users/ann/tasks/1f3a9c2e 8388608 6 PATH=/bin
  815   812   812 SN+   2048 2-01:00:03 bash -c -- npm test PATH=/usr/bin:/bin MEANWHILE_TASK_ID=1f3a9c2e TERM=dumb
  816   815   812 Z        0    0:00.00 (node)
`;

test('a listing of ps becomes processes, without zombies', () => {
  const processes = parseProcesses(listing);
  expect(processes.map(({ pid, parent, group, name }) => ({ pid, parent, group, name }))).toEqual([
    { pid: 1, parent: 0, group: 1, name: 'launchd' },
    { pid: 812, parent: 1, group: 812, name: 'sh' },
    { pid: 815, parent: 812, group: 812, name: 'bash' },
  ]);
  expect(processes.map((one) => one.mark())).toEqual([undefined, undefined, '1f3a9c2e']);
  expect(processes.map(({ cpu }) => cpu)).toEqual([724_500, 10, 176_403_000]);
  expect(processes.map(({ memory }) => memory())).toEqual([9_437_184, 1_441_792, 2_097_152]);
  expect(processes[1]?.args()).toContain('supervise.sh /Users/ann/tasks/1f3a9c2e ');
});
