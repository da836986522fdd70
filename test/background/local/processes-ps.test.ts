import { expect, test } from 'vitest';
import { parseProcesses } from '../../../src/background/local/processes-ps.ts';

const listing = `
    1     0     1 Ss   /sbin/launchd
  812     1   812 S    /bin/sh /opt/meanwhile/supervise.sh /Users/ann/tasks/1f3a9c2e 8388608 6 PATH=/bin
  815   812   812 SN+  bash -c -- npm test PATH=/usr/bin:/bin MEANWHILE_TASK_ID=1f3a9c2e TERM=dumb
  816   815   812 Z    (node)
`;

test('a listing of ps becomes processes, without zombies', () => {
  const processes = parseProcesses(listing);
  expect(processes.map(({ pid, parent, group, name }) => ({ pid, parent, group, name }))).toEqual([
    { pid: 1, parent: 0, group: 1, name: 'launchd' },
    { pid: 812, parent: 1, group: 812, name: 'sh' },
    { pid: 815, parent: 812, group: 812, name: 'bash' },
  ]);
  expect(processes.map((one) => one.mark())).toEqual([undefined, undefined, '1f3a9c2e']);
  expect(processes[1]?.args()).toContain('supervise.sh /Users/ann/tasks/1f3a9c2e ');
});
