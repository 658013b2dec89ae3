// Loudness
export type {
  LoudnessMeter,
  LoudnessMeterInit,
  LoudnessMeterOptions,
  LoudnessOptions,
  LoudnessReading,
  LoudnessSink,
  LoudnessSummary,
  MeasureLoudnessInit,
  StageOptions,
} from './loudness/index.js';
export {
  createLoudnessMeter,
  loudness,
  loudnessSink,
  loudnessSummary,
  measureLoudness,
} from './loudness/index.js';
// Spectra
export type {
  DecibelOptions,
  FeatureFrame,
  FeatureMatrix,
  FeatureStageOptions,
  GriffinLimOptions,
  IstftOptions,
  Magnitudes,
  OfflineInit,
  PadMode,
  Samples,
  SpectrogramOptions,
  Stft,
  StftFrame,
  StftOptions,
  StftStreamOptions,
} from './spectrum/index.js';
export {
  amplitudeToDb,
  griffinLim,
  istft,
  istftOf,
  powerToDb,
  spectrogram,
  spectrogramOf,
  stft,
  stftOf,
} from './spectrum/index.js';
// Mel spectra and speech models
export type {
  DeltaOptions,
  LogMel,
  LogMelInit,
  LogMelOptions,
  MelFilterbank,
  MelFilterbankInit,
  MelOptions,
  MelScale,
  MelBandsOptions,
  MelSpectrogramOptions,
  MfccOptions,
  Qwen2AudioLengths,
} from './mel/index.js';
export {
  delta,
  deltaOf,
  hzToMel,
  logMel,
  logMelOf,
  melFilterbank,
  melSpectrogram,
  melSpectrogramOf,
  melToHz,
  mfcc,
  mfccOf,
  normalizeLogMel,
  qwen2AudioLengths,
  qwen2AudioMask,
} from './mel/index.js';
// Features
export type {
  ChromaFilterbankInit,
  ChromaOfflineOptions,
  ChromaOptions,
  ConstantQOptions,
  EstimateTuningInit,
  KeyEstimate,
  KeyOptions,
  KeyProfileName,
  SpectralBandwidthOptions,
  SpectralContrastOptions,
  SpectralFlatnessOptions,
  SpectralFluxOptions,
  SpectralRolloffOptions,
  TimeOptions,
} from './feature/index.js';
export {
  chroma,
  chromaFilterbank,
  chromaOf,
  constantQ,
  constantQOf,
  estimateKey,
  estimateTuning,
  rms,
  rmsOf,
  spectralBandwidth,
  spectralBandwidthOf,
  spectralCentroid,
  spectralCentroidOf,
  spectralContrast,
  spectralContrastOf,
  spectralFlatness,
  spectralFlatnessOf,
  spectralFlux,
  spectralFluxOf,
  spectralRolloff,
  spectralRolloffOf,
  zeroCrossingRate,
  zeroCrossingRateOf,
} from './feature/index.js';
// Levels and bars
export type {
  AnalyserOptions,
  AnalyserRange,
  BarsFrame,
  EmaInit,
  EmaOptions,
  LevelMeter,
  LevelMeterInit,
  LevelOptions,
  LevelReading,
  PercentileLevelOptions,
  QuantizeOptions,
  QuantizeStreamOptions,
  QuantizedFrame,
  SpectrumBarsOptions,
} from './level/index.js';
export {
  analyserBytes,
  analyserSpectrum,
  analyserSpectrumOf,
  createLevelMeter,
  ema,
  emaOf,
  levels,
  percentileLevel,
  percentileLevelOf,
  percentileOf,
  quantize,
  quantizeOf,
  spectrumBars,
} from './level/index.js';
// Rhythm
export type {
  Beat,
  BeatOptions,
  BeatStreamOptions,
  Beats,
  Onset,
  OnsetOfflineOptions,
  OnsetOptions,
  OnsetStrengthOptions,
  TempoFrame,
  TempoOptions,
  TempoStreamOptions,
} from './rhythm/index.js';
export {
  beats,
  beatsOf,
  onsetStrength,
  onsetStrengthOf,
  onsets,
  onsetsOf,
  tempo,
  tempoOf,
} from './rhythm/index.js';
// Pitch
export type {
  PitchFrame,
  PitchInit,
  PitchOptions,
  PitchStreamOptions,
  PitchTrack,
} from './pitch/index.js';
export {
  pitch,
  pitchOf,
} from './pitch/index.js';
// Alignment
export type {
  Alignment,
  Correlation,
} from './align/index.js';
export {
  align,
  correlate,
} from './align/index.js';
// Feature extractor
export type {
  DecodeRequest,
  ExtractedFrame,
  ExtractorClient,
  ExtractorClientOptions,
  ExtractorOptions,
  ExtractorPort,
  FeatureHandlerOptions,
  FeatureLayout,
  FeatureName,
  FeatureRecording,
  FeatureSelection,
  FeatureValues,
  NodePort,
  OnExtractedFrame,
  PcmBlock,
  PushOptions,
  QuantizedOptions,
  WebPort,
} from './extractor/index.js';
export {
  AudioFeatureExtractor,
  createExtractorClient,
  decodeFeatures,
  FEATURE_MEDIA_TYPE,
  featureHandler,
  serveExtractor,
} from './extractor/index.js';
