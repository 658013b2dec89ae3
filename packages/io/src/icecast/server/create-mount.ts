import { AudioFlowError, isAudioFlowError, type Packet, type Sink } from '@audioflow/core';
import type { BroadcastTitle } from '../../broadcast/index.js';
import type { Refusal } from '../../broadcast/refusal.js';
import { type Air, type AirFormat, createAir } from './create-air.js';
import { createFallback } from './create-fallback.js';
import { createLeadLimiter } from './create-lead-limiter.js';
import { createLoginCheck } from './create-login-check.js';
import { createProgramSink } from './create-program-sink.js';
import { createSourceSlot, type Reservation, type SourceSlot } from './create-source-slot.js';
import { fitOffer } from './fit-offer.js';
import type { MountSettings } from './icecast-options.js';
import type { IcecastEvent, IcecastMount } from './icecast-server.types.js';
import type { SourceOffer } from './source-offer.js';
import { titleLine } from './title-line.js';
import { toLabel } from './to-label.js';

/** What a mount needs of its server. */
export interface MountHost {
  find(path: string): Mount | undefined;
  /** The mounts that carry the audio of this one. */
  derived(path: string): readonly Mount[];
  notify(event: IcecastEvent): void;
  report(error: AudioFlowError): void;
}

/** A mount as its server sees it. */
export interface Mount extends IcecastMount {
  readonly settings: MountSettings;
  readonly air: Air;
  /** Whether an `Authorization` header is that of the mount's source. */
  mayEnter(header: string | undefined): boolean;
  /** A right for one source, or why it is refused. */
  reserve(): Reservation | Refusal;
  /** Begins its fallback, if it has one and the format is known. */
  start(): void;
  /** Tells sources the end; then `air.close` ends the listeners. */
  endSources(): void;
}

const DERIVED: Refusal = {
  status: 403,
  code: 'unsupported',
  message: 'this mount carries the audio of another one: send to that',
};

const toError = (owner: string, error: unknown): AudioFlowError =>
  isAudioFlowError(error)
    ? error
    : new AudioFlowError('io', `${owner}: ${String(error)}`, { cause: error });

/** Codecs that listeners can get. */
const isBroadcast = (codec: string): codec is AirFormat['codec'] =>
  codec === 'mp3' || codec === 'aac' || codec === 'pcm';

/** Makes a mount. */
export const createMount = (settings: MountSettings, host: MountHost): Mount => {
  const { path, from, fallback: spec } = settings;
  const owner = `icecastServer(${path})`;
  const air = createAir(settings);
  const lead = createLeadLimiter(settings.aheadSeconds);
  let isClosed = false;
  let isFallback = false;
  let sources = 0;

  const push = (packet: Packet): number => {
    air.push(packet);
    return lead.add(packet.duration / packet.sampleRate, performance.now());
  };
  const fallback =
    spec === undefined
      ? undefined
      : createFallback(spec, {
          air,
          push: (packet) => void push(packet),
          bitrate: settings.listeners.bitrate,
          find: (other) => host.find(other)?.air,
          onChange: (on) => {
            isFallback = on;
            host.notify({ type: 'fallback', mount: path, on });
          },
          onError: (error) => host.report(toError(`${owner} fallback`, error)),
        });
  let onAir: SourceOffer | undefined;
  /** The source whose title it is: it goes with it. */
  let titled: SourceOffer | undefined;
  const setTitle = (title: BroadcastTitle, owner: SourceOffer | undefined): void => {
    titled = owner;
    air.setTitle(title);
    for (const mount of host.derived(path)) mount.setTitle(title);
    host.notify({ type: 'title', mount: path, title: title.title });
  };

  const slot: SourceSlot = createSourceSlot(settings, {
    prepare: (offer) => {
      const { caster } = air;
      const fitting = fitOffer(settings, air, offer);
      // What plays is of the format that was.
      if (air.caster !== caster) fallback?.stop();
      return fitting;
    },
    push,
    setTitle: ({ title, url }, offer) =>
      setTitle(
        url === undefined
          ? { title: titleLine(title) }
          : { title: titleLine(title), url: titleLine(url) },
        offer,
      ),
    onAir: (offer) => {
      const { remote } = offer;
      onAir = offer;
      sources += 1;
      lead.begin(performance.now());
      fallback?.stop();
      host.notify({ type: 'source-on-air', mount: path, remote });
    },
    onStalled: () => fallback?.start(),
    onResumed: () => {
      lead.begin(performance.now());
      fallback?.stop();
    },
    onLeft: (offer, reason, message) => {
      const { remote } = offer;
      if (onAir === offer) onAir = undefined;
      if (titled === offer && !isClosed) setTitle({ title: '' }, undefined);
      host.notify({ type: 'source-left', mount: path, remote, reason, message });
      if (reason === 'complete' || reason === 'closed') return;
      host.report(new AudioFlowError('io', `${owner}: the source ${remote} is gone: ${message}`));
    },
    onEmpty: (reason) => {
      if (isClosed) return;
      if (fallback !== undefined) fallback.start();
      else if (reason === 'complete' && settings.onEnd === 'end') void air.endProgramme();
    },
  });
  const reserve = (): Reservation | Refusal => (from === undefined ? slot.reserve() : DERIVED);

  return {
    path,
    settings,
    air,
    get codec() {
      return air.format?.codec ?? settings.format.codec;
    },
    mayEnter: createLoginCheck(settings.source === undefined ? [] : [settings.source]),
    reserve,
    start: () => fallback?.start(),
    endSources: () => {
      isClosed = true;
      fallback?.stop();
      slot.close();
    },
    sink: (): Sink<Packet> => createProgramSink(owner, reserve, isBroadcast),
    play: async ({ info, packets, remote = 'a stream', metadata, refuse }) => {
      const dismiss = (refusal: Refusal): void => {
        // What may pass by itself is no reason to stay away: its sender is left, and may come again.
        const mayPass = refusal.code === 'unavailable' || refusal.code === 'timeout';
        if (refuse !== undefined && !mayPass) refuse(`${path}: ${refusal.message}`);
        else packets.subscribe({ error: () => undefined }).unsubscribe();
      };
      const { codec, sampleRate, channelCount } = info;
      const right = isBroadcast(codec)
        ? reserve()
        : { status: 415, code: 'unsupported' as const, message: `${codec} is not streamed here` };
      if ('status' in right || !isBroadcast(codec)) {
        const refusal = 'status' in right ? right : DERIVED;
        dismiss(refusal);
        return 'refused';
      }
      const format = { codec, sampleRate, channelCount };
      const label = toLabel(info);
      return right.begin({ kind: 'stream', remote, format, label, packets, metadata, dismiss });
    },
    setTitle: (title) => setTitle(typeof title === 'string' ? { title } : title, onAir),
    status: () => {
      const source = slot.status();
      const broadcast = air.caster?.status();
      const playing = isFallback ? 'fallback' : source ? 'source' : from ? 'derived' : 'nothing';
      return {
        playing,
        ...(air.title === undefined || air.title.title === '' ? {} : { title: air.title.title }),
        ...(source === undefined ? {} : { source }),
        sources,
        ...(broadcast === undefined ? {} : { broadcast }),
      };
    },
  };
};
