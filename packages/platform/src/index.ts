export * from './access-control.ts';
export * from './dapr-environment.ts';
export * from './dapr-objects.ts';
export * from './definition.ts';
export * from './rabbitmq-topology.ts';
export * from './secret-values.ts';
export * from './table.ts';
