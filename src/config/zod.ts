/**
 * The part of zod's small form that schemas of settings are written with, loaded only when there is something to check
 * (whole zod costs 20 ms of the start, this 3). A schema that needs more of it adds it to the list.
 */
import { config } from 'zod/mini';
import en from 'zod/v4/locales/en.js';

export {
  array,
  boolean,
  enum,
  int,
  literal,
  maximum,
  maxLength,
  minimum,
  minLength,
  null,
  number,
  object,
  optional,
  partialRecord,
  record,
  refine,
  regex,
  strictObject,
  string,
  trim,
  union,
} from 'zod/mini';

config(en());
