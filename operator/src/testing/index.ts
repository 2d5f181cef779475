export * from './fake-kubernetes-api.ts';
export * from './fault.ts';
export * from './kubernetes-api-contract.ts';
export * from './structure.ts';
export * from './test-clock.ts';
