{{/* Name of the chart, for labels. */}}
{{- define "skerry-hub.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Start of the names of all objects; short enough for what is put behind it. */}}
{{- define "skerry-hub.fullname" -}}
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

{{/* What an object never changes. */}}
{{- define "skerry-hub.selectorLabels" -}}
app.kubernetes.io/name: {{ include "skerry-hub.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: hub
{{- end -}}

{{- define "skerry-hub.labels" -}}
{{ include "skerry-hub.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: skerry
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "skerry-hub.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ default $.Chart.AppVersion .tag }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "skerry-hub.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "skerry-hub.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Its ports by name: where it listens in the pod. The broker's are there if it runs one. */}}
{{- define "skerry-hub.ports" -}}
web: 8440
{{- if not .Values.broker.external.url }}
broker: 8883
{{- if .Values.broker.webSocket.enabled }}
webSocket: 8444
{{- end }}
{{- end }}
{{- end -}}

{{/* Where agents find one of its ports, as name:port. Called with (dict "root" $ "port" "web"). */}}
{{- define "skerry-hub.outside" -}}
{{- $service := .root.Values.service -}}
{{- $port := index $service.ports .port -}}
{{- if eq $service.type "NodePort" -}}
{{- $port = default $port (index $service.nodePorts .port) -}}
{{- end -}}
{{- first (include "skerry-hub.names" .root | fromYamlArray) }}:{{ int $port }}
{{- end -}}

{{/* All names that it is asked for; the first is what agents are told. */}}
{{- define "skerry-hub.names" -}}
{{- $service := include "skerry-hub.fullname" . -}}
{{- $inside := list (printf "%s.%s.svc" $service .Release.Namespace) (printf "%s.%s.svc.cluster.local" $service .Release.Namespace) (printf "%s.%s" $service .Release.Namespace) $service -}}
{{- $names := .Values.names -}}
{{- with .Values.ingress -}}
{{- if and .enabled (eq .tls "passthrough") -}}
{{- $names = append $names .host -}}
{{- else if .enabled -}}
{{- $inside = append $inside .host -}}
{{- end -}}
{{- end -}}
{{ toYaml (concat $names $inside | uniq) }}
{{- end -}}

{{/* The hub's configuration. What the chart sets itself comes last. */}}
{{- define "skerry-hub.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- $web := dict "public-url" (printf "https://%s/" (include "skerry-hub.outside" (dict "root" . "port" "web"))) -}}
{{- if and .Values.ingress.enabled (eq .Values.ingress.tls "passthrough") -}}
{{- $web = dict "public-url" (printf "https://%s/" .Values.ingress.host) -}}
{{- end -}}
{{- $broker := dict -}}
{{- $own := dict "data" "/data/hub" "web" (dict "listen" "*:8440" "names" (include "skerry-hub.names" . | fromYamlArray)) -}}
{{- with .Values.broker.external -}}
{{- if .url -}}
{{- $login := dict "url" .url -}}
{{- if .user -}}
{{- $_ := set $login "user" .user -}}
{{- end -}}
{{- if and .secret.name .secret.passwordKey -}}
{{- $_ := set $login "password-file" "/etc/skerry/broker/password" -}}
{{- end -}}
{{- if and .secret.name .secret.caKey -}}
{{- $_ := set $login "trust" "/etc/skerry/broker/ca.pem" -}}
{{- end -}}
{{- $_ := set $own "broker" $login -}}
{{- else -}}
{{- $broker = dict "public-url" (printf "mqtts://%s" (include "skerry-hub.outside" (dict "root" $ "port" "broker"))) -}}
{{- $listen := dict "listen" "*:8883" -}}
{{- if $.Values.broker.webSocket.enabled -}}
{{- $_ := set $listen "websocket-listen" "*:8444" -}}
{{- end -}}
{{- $_ := set $own "broker" $listen -}}
{{- end -}}
{{- end -}}
{{- if .Values.backup.enabled -}}
{{- $_ := set $own "backup" (dict "to" "/backup" "every" .Values.backup.every "keep" .Values.backup.keep) -}}
{{- end -}}
{{ toYaml (mergeOverwrite (dict "web" $web "broker" $broker) $config $own) }}
{{- end -}}

{{- define "skerry-hub.dataClaim" -}}
{{- default (printf "%s-data" (include "skerry-hub.fullname" .)) .Values.data.existingClaim -}}
{{- end -}}

{{- define "skerry-hub.backupClaim" -}}
{{- default (printf "%s-backup" (include "skerry-hub.fullname" .)) .Values.backup.existingClaim -}}
{{- end -}}

{{/* What the pod mounts of a Secret for an outside broker; empty where there is none. */}}
{{- define "skerry-hub.brokerItems" -}}
{{- with .Values.broker.external -}}
{{- if and .url .secret.name (or .secret.passwordKey .secret.caKey) -}}
{{- with .secret.passwordKey }}
- {key: {{ . }}, path: password}
{{- end }}
{{- with .secret.caKey }}
- {key: {{ . }}, path: ca.pem}
{{- end }}
{{- end -}}
{{- end -}}
{{- end -}}
