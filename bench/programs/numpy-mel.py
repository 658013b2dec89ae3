"""The arithmetic of librosa and Whisper in numpy and scipy: reads a job a line, answers the milliseconds of CPU it took.

Jobs: "logmel BANDS SECONDS" (16 kHz, frames of 400 every 160, reflected ends, log10, Whisper's scale), "logmel44 BANDS SECONDS" (44.1 kHz,
frames of 2048 every 512), "fft SIZE COUNT" (real, float64, all in one call), "fft32 SIZE COUNT" (float32) and "fft1 SIZE COUNT" (float64, one call
each, as a stream would).
"""
import sys
import time

import numpy as np

try:
    import scipy.fft as fft
except ImportError:
    fft = np.fft


def hz_to_mel(hz):
    return np.where(hz >= 1000, 15 + np.log(np.maximum(hz, 1) / 1000) / (np.log(6.4) / 27), hz * 3 / 200)


def mel_to_hz(mel):
    return np.where(mel >= 15, 1000 * np.exp(np.log(6.4) / 27 * (mel - 15)), mel * 200 / 3)


def filters(bands, rate, size):
    edges = mel_to_hz(np.linspace(0, hz_to_mel(np.array(rate / 2)), bands + 2))
    bins = np.arange(size // 2 + 1) * (rate / size)
    rise = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    area = 2 / (edges[2:] - edges[:-2])
    return (np.maximum(0, np.minimum(rise, fall)) * area[:, None]).astype(np.float32)


def logmel(samples, bank, window, hop):
    size = len(window)
    padded = np.pad(samples, size // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    bins = size // 2 + 1
    power = np.empty((bins, len(frames)), np.float32)
    # Blocks as librosa takes them: 256 kB of spectrum at a time.
    columns = max(1, 2**18 // (bins * 8))
    for at in range(0, len(frames), columns):
        spectrum = fft.rfft(frames[at : at + columns] * window)
        power[:, at : at + columns] = (np.abs(spectrum) ** 2).T
    mel = np.einsum("ft,mf->mt", power[:, :-1], bank, optimize=True)
    logs = np.log10(np.maximum(mel, 1e-10))
    return (np.maximum(logs, logs.max() - 8) + 4) / 4


def hann(size):
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)


#: Of each job the rate, the window and the hop.
pipelines = {"logmel": (16000, hann(400), 160), "logmel44": (44100, hann(2048), 512)}
rng = np.random.default_rng(1)
banks = {}
signals = {}
print("ready", np.__version__, "with" if fft is not np.fft else "without", "scipy", flush=True)
for line in sys.stdin:
    job, size, count = line.split()
    size, count = int(size), int(count)
    if job in pipelines:
        rate, window, hop = pipelines[job]
        if (job, size) not in banks:
            banks[job, size] = filters(size, rate, len(window))
        if (job, count) not in signals:
            signals[job, count] = (rng.random(rate * count) - 0.5).astype(np.float32)
        start = time.process_time()
        logmel(signals[job, count], banks[job, size], window, hop)
    else:
        frames = rng.random((count, size)) - 0.5
        if job == "fft32":
            frames = frames.astype(np.float32)
        start = time.process_time()
        if job in ("fft", "fft32"):
            fft.rfft(frames)
        else:
            for frame in frames:
                fft.rfft(frame)
    print((time.process_time() - start) * 1000, flush=True)
