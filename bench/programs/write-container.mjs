/** What of `@audioflow/io` a program needs that writes packets: bundlers leave out the rest, as of an import at its head. */
export { writePackets } from '@audioflow/io/file';
