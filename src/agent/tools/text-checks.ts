/** What keeps a file from being written as text, with the way to do it. Pure. */

/** Why bytes that are no text in UTF-8 are not replaced or edited here, and what does it. */
export function notUtf8(shown: string, bytes: Uint8Array): string {
  const name = shellWord(shown);
  const encoding = utf16Of(bytes);
  if (encoding === undefined && bytes.includes(0)) {
    return (
      `${shown} is a binary file, so it was left as it is. If it is to become a text, remove it first with bash ` +
      `(rm ${name}) and write it then.`
    );
  }
  const [which, from] =
    encoding === undefined ? ['not text in UTF-8', 'ISO-8859-1'] : [`text in ${encoding}, not in UTF-8`, encoding];
  const convert = `iconv -f ${from} -t UTF-8 ${name} > ${name}.utf8 && cat ${name}.utf8 > ${name} && rm ${name}.utf8`;
  const guess = encoding === undefined ? ' (or WINDOWS-1252, GBK, SHIFT_JIS: what it is written in)' : '';
  const asIs = encoding === undefined ? ` Or change it as it is: LC_ALL=C ${SED} 's/OLD/NEW/' ${name}` : '';
  return `${shown} is ${which}, so it was left as it is. Convert it first with bash: ${convert}${guess}.${asIs}`;
}

/** What is wrong with new text: signs that stand for bytes that could not be read, or that no file can hold. */
export function wrongText(shown: string, { before, after }: { before: string | null; after: string }): string | null {
  if (/\p{Surrogate}/u.test(after)) {
    return `The new text for ${shown} has half of a surrogate pair, which no file in UTF-8 can hold. Nothing was changed.`;
  }
  if (before === null || before.includes(LOST) || !after.includes(LOST)) return null;
  return (
    `The new text for ${shown} has U+FFFD (${LOST}), which stands for bytes that could not be read; the file has none. ` +
    'Nothing was changed. Give the characters that are meant; where code needs this one, write it as an escape.'
  );
}

const LOST = '\ufffd';
/** BSD's wants the ending of a copy, which may be empty. */
const SED = process.platform === 'darwin' ? "sed -i ''" : 'sed -i';

function utf16Of(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) ? 'UTF-16' : undefined;
}

function shellWord(text: string): string {
  return /^[\w./+@%:,][\w./+@%:,-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
