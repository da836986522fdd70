/** Every key there is. Where several apply, the first counts: dialogs and lists before what holds everywhere. */
import type { Binding } from './binding.ts';
import { conversationKeys } from './conversation-keys.ts';
import { chooserKeys, openingKeys } from './chooser-keys.ts';
import { completionKeys } from './completion-keys.ts';
import { inputKeys } from './input-keys.ts';
import { logKeys } from './log-keys.ts';
import { logOutsideKeys } from './log-outside-keys.ts';
import { mouseKeys } from './mouse-keys.ts';
import { paneKeys } from './pane-keys.ts';
import { placeKeys } from './place-keys.ts';
import { coachKeys, programKeys } from './program-keys.ts';
import { questionKeys } from './question-keys.ts';
import { quitKeys } from './quit-keys.ts';
import { sendingKeys } from './sending-keys.ts';
import { searchKeys } from './search-keys.ts';
import { besideKeys, scrollKeys } from './scroll-keys.ts';
import { startKeys } from './start-keys.ts';
import { confirmKeys, taskKeys } from './task-keys.ts';
import { ledgerKeys } from './ledger-keys.ts';
import { timelineKeys } from './timeline-keys.ts';
import { editKeys } from './edit-keys.ts';

export const allBindings: readonly Binding[] = [
  ...questionKeys,
  ...sendingKeys,
  ...quitKeys,
  ...completionKeys,
  ...startKeys,
  ...chooserKeys,
  ...confirmKeys,
  ...logKeys,
  ...logOutsideKeys,
  ...taskKeys,
  ...paneKeys,
  ...searchKeys,
  ...conversationKeys,
  ...timelineKeys,
  ...ledgerKeys,
  ...scrollKeys,
  ...coachKeys,
  ...placeKeys,
  ...inputKeys,
  ...openingKeys,
  ...besideKeys,
  ...editKeys,
  ...mouseKeys,
  ...programKeys,
];
