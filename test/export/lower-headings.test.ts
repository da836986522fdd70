import { expect, test } from 'vitest';
import { lowerHeadings } from '../../src/export/lower-headings.ts';

test.each([
  ['# One\n\ntext\n\n## Two `code`\ntext', '#### One\n\ntext\n\n##### Two `code`\ntext'],
  ['Title\n===\n\ntext', '#### Title\n\ntext'],
  ['##### deep', '###### deep'],
  ['```sh\n# no heading\n```', '```sh\n# no heading\n```'],
  ['issue #5\n\n- # in a list', 'issue #5\n\n- # in a list'],
  ['| a |\n| --- |\n| 1 |\n\n> quote\n\n1. one\n2. two', '| a |\n| --- |\n| 1 |\n\n> quote\n\n1. one\n2. two'],
])('the headings of %j are lowered', (markdown, lowered) => {
  expect(lowerHeadings(markdown)).toBe(lowered);
});
