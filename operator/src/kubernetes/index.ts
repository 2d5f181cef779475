export * from './client-node-api.ts';
export * from './kubernetes-api.ts';
