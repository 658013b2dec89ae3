/** What of `@audioflow/io` a program needs that reads packets: bundlers leave out the rest, as of an import at its head. */
export { readPackets } from '@audioflow/io/file';
