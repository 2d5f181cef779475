export * from './sample-mp4.ts';
export * from './sample-png.ts';
export * from './sample-webm.ts';
