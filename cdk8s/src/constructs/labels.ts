/** Labels of every object of a workload. */
export function labelsOf(workload: string, version: string): Record<string, string> {
  return { ...selectorOf(workload), 'app.kubernetes.io/version': version };
}

/** What tells the pods of one workload from all others. It must never change: a Deployment's selector cannot. */
export function selectorOf(workload: string): Record<string, string> {
  return { 'app.kubernetes.io/name': workload, 'app.kubernetes.io/part-of': 'studynotion' };
}
