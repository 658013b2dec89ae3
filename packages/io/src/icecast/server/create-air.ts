import { AudioFlowError, type Packet, type Sink } from '@audioflow/core';
import { type Observable, Subject } from 'rxjs';
import {
  type Broadcaster,
  type BroadcasterOptions,
  type BroadcastTitle,
  broadcaster,
} from '../../broadcast/index.js';
import type { Refusal } from '../../broadcast/refusal.js';
import { isWhole, type MountSettings, pathsOf } from './icecast-options.js';

/** What a mount streams. */
export type AirFormat = Pick<BroadcasterOptions, 'codec' | 'sampleRate' | 'channelCount'>;

/** What a source says of itself beside its format. */
export type AirLabel = Partial<
  Pick<BroadcasterOptions, 'bitrate' | 'name' | 'description' | 'genre' | 'url' | 'isPublic'>
>;

/** What listeners of one mount hear, whoever plays it: one line of packets without a break. */
export interface Air {
  readonly format: AirFormat | undefined;
  /** Listeners at this moment. */
  readonly listeners: number;
  /** Undefined until the format is known. */
  readonly caster: Broadcaster | undefined;
  /** Takes the format of the first source; says why a later one does not fit. */
  prepare(format: AirFormat, label: AirLabel): Refusal | undefined;
  /** @throws AudioFlowError `format-changed`. */
  push(packet: Packet): void;
  /** Ends the stream of all who listen. */
  endProgramme(): Promise<void>;
  setTitle(title: BroadcastTitle): void;
  readonly title: BroadcastTitle | undefined;
  /** What is pushed, over all programmes. */
  readonly packets: Observable<Packet>;
  /** Each programme, as it begins: what is pushed until its end, with `pts` that count on. */
  readonly programmes: Observable<Observable<Packet>>;
  close(): Promise<void>;
}

const show = ({ codec, sampleRate, channelCount }: AirFormat): string =>
  `${codec} at ${sampleRate} Hz with ${channelCount} channel(s)`;

const sameFormat = (a: AirFormat, b: AirFormat): boolean =>
  a.codec === b.codec && a.sampleRate === b.sampleRate && a.channelCount === b.channelCount;

interface Programme {
  readonly sink: Sink<Packet>;
  readonly packets: Subject<Packet>;
  pts: number;
}

/** Makes the air of a mount. */
export const createAir = ({ path, format: fixed, listeners }: MountSettings): Air => {
  const programmes = new Subject<Observable<Packet>>();
  const packets = new Subject<Packet>();
  let caster: Broadcaster | undefined;
  let format: AirFormat | undefined;
  let programme: Programme | undefined;
  let title: BroadcastTitle | undefined;
  let count = 0;
  let isClosed = false;

  const open = (chosen: AirFormat, label: AirLabel): void => {
    // What the options say goes before what a source says.
    caster = broadcaster({ ...label, ...listeners, ...chosen, ...pathsOf(path) });
    caster.events.subscribe(({ type }) => {
      if (type === 'joined') count += 1;
      else if (type === 'left') count -= 1;
    });
    format = chosen;
    if (title !== undefined) caster.setTitle(title);
  };
  const endProgramme = async (): Promise<void> => {
    const ending = programme;
    programme = undefined;
    ending?.packets.complete();
    await ending?.sink.close?.();
  };
  const reopen = (chosen: AirFormat, label: AirLabel): void => {
    const old = caster;
    programme?.packets.complete();
    programme = undefined;
    void old?.close();
    open(chosen, label);
  };
  const startProgramme = (): Programme => {
    if (caster === undefined || isClosed) {
      throw new AudioFlowError('invalid-state', `icecastServer(${path}): expected an open mount`);
    }
    const started = { sink: caster.sink(), packets: new Subject<Packet>(), pts: 0 };
    programmes.next(started.packets.asObservable());
    return started;
  };
  if (isWhole(fixed)) open(fixed, {});

  return {
    get format() {
      return format;
    },
    get caster() {
      return caster;
    },
    get listeners() {
      return count;
    },
    get title() {
      return title;
    },
    packets: packets.asObservable(),
    programmes: programmes.asObservable(),
    prepare: (wanted, label) => {
      const asked = { ...wanted, ...fixed };
      if (!sameFormat(asked, wanted)) {
        const message = `this mount plays ${show(asked)}, not ${show(wanted)}: send that`;
        return { status: asked.codec === wanted.codec ? 409 : 415, code: 'unsupported', message };
      }
      if (format === undefined || caster === undefined) open(wanted, label);
      else if (!sameFormat(format, wanted)) {
        if (count > 0) {
          const message = `this mount plays ${show(format)} and has listeners, who cannot change to ${show(wanted)}: send the same format`;
          return { status: 409, code: 'format-changed', message };
        }
        reopen(wanted, label);
      }
      return undefined;
    },
    push: (packet) => {
      if (isClosed) return;
      programme ??= startProgramme();
      const { trimStart: _, trimEnd: __, ...rest } = packet;
      // Listeners hear what was trimmed too, and one source's clock is not the next one's.
      const next = { ...rest, pts: programme.pts };
      programme.sink.write(next);
      programme.pts += packet.duration;
      programme.packets.next(next);
      packets.next(next);
    },
    endProgramme,
    setTitle: (next) => {
      title = next;
      caster?.setTitle(next);
    },
    close: async () => {
      isClosed = true;
      programme?.packets.complete();
      programme = undefined;
      programmes.complete();
      packets.complete();
      await caster?.close();
    },
  };
};
