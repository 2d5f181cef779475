export { databaseOf, infrastructurePorts } from './connections.ts';
export * from './environment.ts';
export * from './object-schemas.ts';
export * from './platform-objects.ts';
export * from './presets.ts';
export * from './required-secrets.ts';
