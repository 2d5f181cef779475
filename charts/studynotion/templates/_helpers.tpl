{{/* Name of the operator's own objects. */}}
{{- define "studynotion.operator" -}}
{{ printf "%s-operator" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Name of the objects that bring the definition up to date. They are there only while they do. */}}
{{- define "studynotion.definition" -}}
{{ printf "%s-definition" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "studynotion.selector" -}}
app.kubernetes.io/name: studynotion-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "studynotion.labels" -}}
{{ include "studynotion.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "studynotion.image" -}}
{{ .Values.operator.image | default (printf "%s/operator:%s" .Values.registry .Chart.AppVersion) }}
{{- end }}

{{- define "studynotion.watchNamespaces" -}}
{{ .Values.watchNamespaces | default (list .Release.Namespace) | uniq | join "," }}
{{- end }}

{{- define "studynotion.namespace" -}}
{{- $watched := splitList "," (include "studynotion.watchNamespaces" .) -}}
{{- $namespace := .Values.platform.namespace | default (first $watched) -}}
{{- if not (has $namespace $watched) -}}
{{- fail (printf "platform.namespace: the operator does not watch %s: add it to watchNamespaces, which are %s" $namespace (join ", " $watched)) -}}
{{- end -}}
{{ $namespace }}
{{- end }}

{{/* The spec of the StudyNotion resource, with what the chart knows. */}}
{{- define "studynotion.spec" -}}
{{ toYaml (merge (deepCopy .Values.platform.spec) (dict "registry" .Values.registry "version" .Chart.AppVersion)) }}
{{- end }}

{{/* Secrets that the operator makes and keeps, whatever the platform is like. */}}
{{- define "studynotion.keptSecrets" -}}
{{- $apps := list "api-gateway" "auth-service" "user-profile-service" "course-service" "payment-service" "rating-review-service" "notification-service" "media-service" -}}
{{- $names := list -}}
{{- range $apps -}}
{{- $names = concat $names (list (printf "%s-dapr-token" .) (printf "%s-app-token" .)) -}}
{{- if ne . "api-gateway" -}}
{{- $names = concat $names (list . (printf "mongodb-%s" .)) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.platform.create .Values.platform.spec.development .Values.platform.spec.tlsSecret -}}
{{- $names = append $names .Values.platform.spec.tlsSecret -}}
{{- end -}}
{{- concat $names (list "mongodb" "postgresql" "rabbitmq" "redis" "sandbox" "studynotion-authority" "studynotion-tls") | uniq | sortAlpha | join "," -}}
{{- end }}

{{/* Secrets of the user's own that the operator reads: those that the platform names, and those that are listed. */}}
{{- define "studynotion.readSecrets" -}}
{{- $names := .Values.rbac.secretNames -}}
{{- with .Values.platform -}}
{{- if .create -}}
{{- $spec := .spec -}}
{{- $names = concat $names (compact (list $spec.imagePullSecret $spec.tlsSecret (dig "database" "secret" "" $spec) (dig "broker" "secret" "" $spec))) -}}
{{- range $provider := $spec.providers -}}
{{- $names = append $names $provider.secret -}}
{{- end -}}
{{- range $service := $spec.services -}}
{{- range $variable := $service.environment -}}
{{- with $variable.secretKeyRef -}}
{{- $names = append $names .name -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $kept := splitList "," (include "studynotion.keptSecrets" .) -}}
{{- $others := list -}}
{{- range $names | uniq | sortAlpha -}}
{{- if not (has . $kept) -}}
{{- $others = append $others . -}}
{{- end -}}
{{- end -}}
{{- join "," $others -}}
{{- end }}

{{/* What the restricted pod security standard asks of a pod, and of a container. */}}
{{- define "studynotion.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "studynotion.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* DNS and the Kubernetes API. */}}
{{- define "studynotion.egress" -}}
- ports:
    - { port: 53, protocol: UDP }
    - { port: 53, protocol: TCP }
- ports:
    {{- range .Values.networkPolicy.kubernetesApiPorts }}
    - { port: {{ . }}, protocol: TCP }
    {{- end }}
{{- end }}

{{- define "studynotion.definitionSelector" -}}
app.kubernetes.io/name: studynotion-definition
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "studynotion.definitionLabels" -}}
{{ include "studynotion.definitionSelector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "studynotion.hook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}
