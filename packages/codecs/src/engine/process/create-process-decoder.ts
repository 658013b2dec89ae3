import {
  AudioFlowError,
  type AudioFrame,
  defaultLayout,
  deinterleave,
  type Packet,
} from '@audioflow/core';
import type { DecoderSetup, EngineDecoder, PacketFormat } from '../codec-engine.js';
import { createDecoderPolicies, isSameFormat, type StreamFormat } from '../decoder-policies.js';
import { fillLimits } from '../engine-limits.js';
import { inBandFormat } from '../in-band-format.js';
import { packetProblem } from '../packet-problem.js';
import { repairSamples } from '../repair-samples.js';
import { sameBytes } from '../same-bytes.js';
import type { Answer } from '../session-calls.js';
import { choosePacketWriter } from './choose-packet-writer.js';
import { createPacketMatcher, type PacketMatcher } from './create-packet-matcher.js';
import { decoderArguments } from './ffmpeg-arguments.js';
import type { FoundFfmpeg } from './find-ffmpeg.js';
import { createNutReader, type NutFrame } from './nut/create-nut-reader.js';
import type { NutStream } from './nut/nut-headers.js';
import { createProcessLink } from './process-link.js';

/**
 * Each packet begins so long after the one before: whatever becomes of the others, the time of decoded
 * samples tells the packet they are of.
 */
const SECONDS_APART = 1024;
/** What ffmpeg says where it cannot open the decoder. */
const NOT_OPENED = /opening decoder/i;
/** What it says of another format than before, where it is told not to bring that into the first one. */
const CHANGED = /changing audio frame properties/i;

/** A decoder session on an ffmpeg of its own; on another one after each change of format. */
export const createProcessDecoder = <C extends string>(
  found: FoundFfmpeg,
  setup: DecoderSetup<C>,
): EngineDecoder<C> => {
  const { codec, sameConfig = sameBytes } = setup;
  const formatOf = inBandFormat(setup);
  const owner = `decode(${codec})`;
  const policies = createDecoderPolicies(owner, setup);
  const { malformed, checkChange } = policies;
  const { container, writer, options } = choosePacketWriter(setup.options);
  let config = setup.config;
  let announced: StreamFormat = setup;
  let locked: StreamFormat | undefined;
  /** What the packets of this ffmpeg say of their format themselves. */
  let own: PacketFormat | undefined;
  let repairedSamples = 0;
  let matcher: PacketMatcher;
  const explain = (failure: string): AudioFlowError | undefined => {
    const details = { owner, engine: 'process' };
    if (CHANGED.test(failure)) {
      const { sampleRate, channelCount } = locked ?? setup;
      const message =
        `${owner}: expected ${channelCount} channels at ${sampleRate} Hz as before, got packets of another ` +
        "format that do not tell it: set engine: 'native' or 'fork', which follow";
      return new AudioFlowError('format-changed', message, { details });
    }
    if (!NOT_OPENED.test(failure)) return undefined;
    const message = `${owner}: ${found.name} refused the configuration: ${failure}`;
    return new AudioFlowError('malformed-data', message, { details });
  };
  const link = createProcessLink<AudioFrame>({
    owner,
    path: found.path,
    limits: fillLimits(setup.limits),
    missing: () => matcher.waiting,
    bytesOf: ({ length, channels }) => 4 * length * channels.length,
    explain,
  });
  const openMatcher = (): PacketMatcher =>
    createPacketMatcher({
      silentPackets: setup.silentPackets ?? 0,
      lost: ({ pts }) => malformed('ffmpeg could not decode it', pts),
      frame: link.deliver,
    });
  matcher = openMatcher();

  const takeSamples = ({ pts, data }: NutFrame, { rate, ...format }: NutStream): void => {
    const { sampleRate, channelCount } = format;
    if (data.length === 0) return;
    checkChange(locked ?? format, format);
    locked = { sampleRate, channelCount };
    const floats = {
      sampleType: 'f32',
      planar: false,
      layout: defaultLayout(channelCount),
    } as const;
    const channels = deinterleave(data, floats);
    for (const plane of channels) repairedSamples += repairSamples(plane, 0, plane.length);
    // A second more: whatever is rounded on the way does not lead to the packet before.
    const index = Math.floor((pts / rate + 1) / SECONDS_APART);
    matcher.take(index, { sampleRate, channels, length: channels[0]?.length ?? 0 });
  };
  const start = (): void => {
    matcher = openMatcher();
    const reader = createNutReader({ frame: takeSamples });
    const { onFormatChange, changesInBand = false } = setup;
    const strict = changesInBand || onFormatChange === 'error';
    link.start(decoderArguments({ options, strict }, found.name, container), reader.push);
    // Some decoders date their first frame by the rate in the head.
    const { sampleRate, channelCount } = own ?? announced;
    link.write(writer.head({ sampleRate, channelCount, config }));
  };
  const finish = async (): Promise<void> => {
    const before = link.count;
    const failure = await link.finish();
    if (!link.calls.live) return;
    const refused = failure === undefined ? undefined : explain(failure);
    if (refused !== undefined) throw refused;
    // With nothing to decode in all its input ffmpeg fails; that is no fault of its own.
    const nothing = link.count === before && matcher.waiting > 0;
    if (failure !== undefined && !nothing) {
      throw new AudioFlowError('io', `${owner}: ffmpeg failed: ${failure}`, {
        details: { owner, engine: 'process' },
      });
    }
    matcher.finish();
  };
  const send = (packet: Packet): Answer => {
    const index = matcher.add(packet);
    const full = link.write(writer.packet(packet.data, index * SECONDS_APART));
    return full === undefined ? link.settle() : full;
  };
  const restart = async (packet: Packet): Promise<void> => {
    await finish();
    if (!link.calls.live) return;
    start();
    await send(packet);
  };

  /** Follows what packets announce; whether the decoder must be another one for it. */
  const follow = (packet: Packet<C>): boolean => {
    const { sampleRate, channelCount } = packet;
    const news = packet.config !== undefined && packet.config !== config;
    const other = news && (config === undefined || !sameConfig(packet.config, config));
    config = packet.config ?? config;
    checkChange(announced, { sampleRate, channelCount });
    // With another format ffmpeg would go on, and resample to the first.
    const inside = formatOf?.(packet.data);
    const changed =
      inside !== undefined &&
      own !== undefined &&
      (inside.layout !== own.layout || !isSameFormat(own, inside));
    const moved = !isSameFormat(announced, packet);
    announced = { sampleRate, channelCount };
    own = inside ?? own;
    return other || changed || moved;
  };
  const decode = (packet: Packet<C>): Answer => {
    const problem = packetProblem(packet) ?? setup.inspect?.(packet.data);
    if (problem !== undefined) return malformed(problem, packet.pts);
    const changed = follow(packet);
    if (link.running && changed) return restart(packet);
    if (!link.running) start();
    return send(packet);
  };

  return {
    get stats() {
      return { frames: link.count, malformedPackets: policies.malformedPackets, repairedSamples };
    },
    push: (packet, out) =>
      link.calls.enter('push', out, () => {
        if (packet.codec !== codec) {
          throw new AudioFlowError(
            'invalid-option',
            `${owner}: expected packets of ${codec}, got ${packet.codec}: use only(${codec}) before`,
            { details: { owner } },
          );
        }
        link.resume();
        return decode(packet);
      }),
    end: (out) =>
      link.calls.enter('end', out, () => {
        link.resume();
        return link.running ? finish() : undefined;
      }),
    close: link.close,
  };
};
