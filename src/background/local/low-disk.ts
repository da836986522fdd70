/** With less room on the disk, of what a command prints little is kept, and the user is told. */
export const LOW_DISK_BYTES = 200 * 1024 * 1024;
