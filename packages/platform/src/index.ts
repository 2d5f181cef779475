export * from './dapr-objects.ts';
export * from './definition.ts';
export * from './table.ts';
