export * from './fake-kubernetes-api.ts';
export * from './fault.ts';
export * from './kubernetes-api-contract.ts';
export * from './reconciler-suite.ts';
export * from './scene.ts';
export * from './structure.ts';
export * from './test-clock.ts';
