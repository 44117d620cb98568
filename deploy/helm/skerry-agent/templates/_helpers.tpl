{{/* Name of the chart, for labels. */}}
{{- define "skerry-agent.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Start of the names of all objects; short enough for what is put behind it. */}}
{{- define "skerry-agent.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What an object never changes. Called with (dict "root" $ "role" "node"). */}}
{{- define "skerry-agent.selectorLabels" -}}
app.kubernetes.io/name: {{ include "skerry-agent.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "skerry-agent.labels" -}}
{{ include "skerry-agent.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: skerry
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "skerry-agent.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ default $.Chart.AppVersion .tag }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "skerry-agent.serviceAccount" -}}
{{- $account := (index .root.Values .role).serviceAccount -}}
{{- if $account.create -}}
{{- default (printf "%s-%s" (include "skerry-agent.fullname" .root) .role) $account.name -}}
{{- else -}}
{{- default "default" $account.name -}}
{{- end -}}
{{- end -}}

{{- define "skerry-agent.identitySecret" -}}
{{- default (printf "%s-cluster-identity" (include "skerry-agent.fullname" .)) .Values.cluster.identitySecret.name -}}
{{- end -}}

{{/* The Secret with the join code; empty where there is none. */}}
{{- define "skerry-agent.joinSecret" -}}
{{- if .Values.joinSecret.name -}}
{{- .Values.joinSecret.name -}}
{{- else if .Values.join -}}
{{- printf "%s-join" (include "skerry-agent.fullname" .) -}}
{{- end -}}
{{- end -}}

{{/* The agent's configuration. What the chart sets itself comes last. */}}
{{- define "skerry-agent.config" -}}
{{- $values := index .root.Values .role -}}
{{- $config := mergeOverwrite (dict) (deepCopy .root.Values.config) (deepCopy $values.config) -}}
{{- $_ := set $config "role" .role -}}
{{- $_ := set $config "data" "/data" -}}
{{- if include "skerry-agent.joinSecret" .root -}}
{{- $_ := set $config "join" "/etc/skerry/join/code" -}}
{{- end -}}
{{- if .root.Values.ringKeySecret.name -}}
{{- $ring := default (dict) $config.ring -}}
{{- $_ := set $ring "key-file" "/etc/skerry/ring-key/key" -}}
{{- $_ := set $config "ring" $ring -}}
{{- end -}}
{{- $own := dict -}}
{{- $key := dict -}}
{{- if .root.Values.siteKeySecret.name -}}
{{- $key = dict "privacy" (dict "key-file" "/etc/skerry/site-key/key") -}}
{{- end -}}
{{- if eq .role "node" -}}
{{- $own = dict
      "path" (dict "procfs" "/host/proc" "sysfs" "/host/sys" "rootfs" "/host/root" "udev-data" "/host/root/run/udev/data")
      "page" (dict "listen" (printf "%s:%v" (ternary "127.0.0.1" "*" $values.hostNetwork) $values.pagePort)) -}}
{{- if not (hasKey (default (dict) $config.logs) "journald") -}}
{{- $own = merge $own (dict "logs" (dict "journald" false)) -}}
{{- end -}}
{{- else -}}
{{- $own = dict
      "cluster" (dict "identity-secret" (include "skerry-agent.identitySecret" .root))
      "page" (dict "listen" (printf "*:%v" $values.pagePort)) -}}
{{- end -}}
{{ toYaml (mergeOverwrite $config $own $key) }}
{{- end -}}

{{/* What the pods of both agents have alike: all of the pod's spec but its volumes. */}}
{{- define "skerry-agent.container" -}}
{{- $values := index .root.Values .role -}}
name: agent
image: {{ include "skerry-agent.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args:
  - run
  - --config=/etc/skerry/agent.yaml
  - --set=node=$(SKERRY_NODE_NAME)
env:
  {{- if eq .role "node" }}
  - name: SKERRY_NODE_NAME
    valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
  # Where the kubelet of this machine is.
  - name: SKERRY_NODE_IP
    valueFrom: {fieldRef: {fieldPath: status.hostIP}}
  {{- else }}
  - name: SKERRY_NODE_NAME
    value: {{ $values.nodeName | quote }}
  # The image's entry takes Java's flags from the file of this name (arm/flags).
  - name: SKERRY_FLAGS
    value: agent-cluster
  {{- end }}
  {{- with $values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
ports:
  - {name: page, containerPort: {{ $values.pagePort }}, protocol: TCP}
{{- $local := and (eq .role "node") $values.hostNetwork }}
{{- range $probe, $is := dict
      "startupProbe" (dict "path" "/healthz" "every" 5 "failures" 36)
      "livenessProbe" (dict "path" "/healthz" "every" 30 "failures" 4)
      "readinessProbe" (dict "path" "/readyz" "every" 15 "failures" 3) }}
{{ $probe }}:
  httpGet:
    path: {{ $is.path }}
    port: page
    scheme: {{ ternary "HTTP" "HTTPS" $local }}
    {{- if $local }}
    host: 127.0.0.1
    {{- end }}
  periodSeconds: {{ $is.every }}
  timeoutSeconds: 5
  failureThreshold: {{ $is.failures }}
{{- end }}
resources:
  {{- toYaml $values.resources | nindent 2 }}
{{- end -}}

{{- define "skerry-agent.mounts" -}}
{{- $values := index .root.Values .role -}}
- {name: config, mountPath: /etc/skerry/agent.yaml, subPath: agent.yaml, readOnly: true}
- {name: data, mountPath: /data}
# SQLite's native library is unpacked there.
- {name: tmp, mountPath: /tmp}
{{- if include "skerry-agent.joinSecret" .root }}
- {name: join, mountPath: /etc/skerry/join, readOnly: true}
{{- end }}
{{- if .root.Values.ringKeySecret.name }}
- {name: ring-key, mountPath: /etc/skerry/ring-key, readOnly: true}
{{- end }}
{{- if .root.Values.siteKeySecret.name }}
- {name: site-key, mountPath: /etc/skerry/site-key, readOnly: true}
{{- end }}
{{- with $values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "skerry-agent.volumes" -}}
{{- $values := index .root.Values .role -}}
- name: config
  configMap: {name: {{ include "skerry-agent.fullname" .root }}-{{ .role }}}
- name: data
  {{- if $values.data.hostPath }}
  hostPath: {path: {{ $values.data.hostPath | quote }}, type: DirectoryOrCreate}
  {{- else }}
  emptyDir: {}
  {{- end }}
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
{{- with include "skerry-agent.joinSecret" .root }}
- name: join
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items:
      - {key: {{ ternary $.root.Values.joinSecret.key "join" (ne $.root.Values.joinSecret.name "") }}, path: code}
{{- end }}
{{- if .root.Values.ringKeySecret.name }}
# Optional: without it the agent runs, and seals under a key that ends with it.
- name: ring-key
  secret:
    secretName: {{ .root.Values.ringKeySecret.name }}
    optional: true
    defaultMode: 0440
    items:
      - {key: {{ .root.Values.ringKeySecret.key }}, path: key}
{{- end }}
{{- with .root.Values.siteKeySecret }}
{{- if .name }}
- name: site-key
  secret:
    secretName: {{ .name }}
    defaultMode: 0440
    items:
      - {key: {{ .key }}, path: key}
{{- end }}
{{- end }}
{{- with $values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "skerry-agent.scheduling" -}}
{{- $values := index .root.Values .role -}}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* A new pod where its configuration or its code is a new one. */}}
{{- define "skerry-agent.podMetadata" -}}
{{- $values := index .root.Values .role -}}
labels:
  {{- include "skerry-agent.labels" . | nindent 2 }}
  {{- with $values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  skerry.io/config: {{ include "skerry-agent.config" . | sha256sum }}
  {{- with $values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
