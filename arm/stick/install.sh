#!/bin/sh
# Installs, upgrades, rolls back or removes Skerry from a stick. Made for people who are no administrators and sites without a network.
# Nothing of the machine is touched before signature and digests of the whole stick have been checked. ADR 51 says why it is so.
# All of it stands in braces: a shell that gets half of it runs none of it.
# shellcheck disable=SC2015,SC2100,SC2317 # fail ends it; these are words; functions are called by names that are put together
{
set -eu
umask 022
LC_ALL=C
export LC_ALL

usage() {
  cat <<'TEXT'
Usage: sh install.sh [OPTIONS] [DIR]

Installs or upgrades Skerry from the stick that this file lies on, or from the bundle in DIR. Run it as root.
After the first time the machine has a copy of its own that no stick can change: skerry-stick DIR

  --fingerprint F   trust the release key with this fingerprint, which your printed page has; asked for at the first install alone
  --as KIND         what this machine is: debian, k3s-server, k3s-agent, docker or podman; found out if not given
  --hub             the hub in place of the agent (debian, docker, podman)
  --dry-run         check everything and say what would be done
  --rollback        go back to the version before, which the machine has kept; needs no stick
  --uninstall       remove the program; data and settings stay
  --purge           with --uninstall: data, settings and the trusted key go as well
  --update          for systemd: take what the agent has fetched, or go on with what the last start of the machine was at
  --help            this

One line on standard output is the result; a sentence on standard error says why there is none. Exit codes:
  0  done, or there was nothing to do
  2  wrong use; nothing was changed
  3  the stick was refused: damaged, incomplete, not signed, or signed by another key; nothing was changed
  4  this machine cannot take it: not root, no such architecture, too old, too little space, clock not set; nothing was changed
  5  the new version did not work; the one before runs again
  6  something was changed and does not work: the sentence says what
TEXT
}

root=${SKERRY_ROOT:-} # for tests: where the machine's files begin
pin=$root/etc/skerry/release-key
cache=$root/var/cache/skerry
own_copy=$root/usr/local/sbin/skerry-stick
k3s=$root/var/lib/rancher/k3s
# What an upgrade by the hub is at: told to everybody in `status`, all else for root alone.
up=$root/var/lib/skerry-update
asked=$root/var/lib/skerry-agent/update
source=stick
untold=no # whether a failure is to be told in the status of upgrades
work=

fail() { # code sentence
  printf 'skerry: %s\n' "$2" >&2
  # A subshell may have failed: what it said is read from here.
  [ ! -d "$work" ] || printf '%s\n' "$2" >"$work/sentence"
  exit "$1"
}

end() {
  code=$?
  if [ $code -ne 0 ] && [ "$untold" = yes ]; then
    tell failed "$(head -n 1 "$work/sentence" 2>/dev/null || echo "the updater failed")"
    rm -rf "$up/release"
    code=0 # systemd would try again
  fi
  [ -z "$work" ] || rm -rf "$work"
  exit $code
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# --- What can be trusted ---

word_of() { # name file: what stands behind a name at the beginning of a line
  sed -n "s/^$1 //p" "$2" | head -n 1
}

fingerprint_of() { # file of a key
  sha256sum <"$1" | cut -c 1-32 | sed 's/..../&-/g;s/-$//'
}

small_file() { # file: there, no link, and no more than 64 KiB
  [ -f "$1" ] && [ ! -L "$1" ] && [ "$(wc -c <"$1")" -le 65536 ]
}

is_key() {
  small_file "$1" && [ "$(head -n 1 "$1")" = 'skerry release key 1' ]
}

openssl_knows_ed25519() {
  has openssl && openssl pkeyutl -help 2>&1 | grep -q rawin
}

need_verifier() {
  has gpgv || has sqv || openssl_knows_ed25519 \
    || fail 4 "this machine has none of gpgv, sqv and openssl 3, one of which is needed to check the signature of the $source"
}

signed_by() { # key data signatures
  small_file "$3" && [ "$(head -n 1 "$3")" = 'skerry signatures 1' ] || return 1
  [ "$(head -n 3 "$3" | sha256sum | cut -c 1-64)" = "$(word_of sha256 "$3")" ] && [ "$(wc -l <"$3")" -eq 4 ] || return 1
  [ "$(tail -n 1 "$3")" = "sha256 $(word_of sha256 "$3")" ] || return 1
  if has gpgv || has sqv; then
    word_of openpgp "$1" | base64 -d >"$work/key.pgp" 2>/dev/null || return 1
    word_of openpgp "$3" | base64 -d >"$work/data.pgp" 2>/dev/null || return 1
    if has gpgv; then
      gpgv --quiet --homedir "$work" --keyring "$work/key.pgp" "$work/data.pgp" "$2" >/dev/null 2>&1
    else
      # Debian 12's knows the second form alone.
      sqv --keyring "$work/key.pgp" --signature-file "$work/data.pgp" "$2" >/dev/null 2>&1 \
        || sqv --keyring "$work/key.pgp" "$work/data.pgp" "$2" >/dev/null 2>&1
    fi
  else
    printf '%s\n%s\n%s\n' '-----BEGIN PUBLIC KEY-----' "$(word_of ed25519 "$1")" '-----END PUBLIC KEY-----' >"$work/key.pem"
    word_of ed25519 "$3" | base64 -d >"$work/data.raw" 2>/dev/null || return 1
    openssl pkeyutl -verify -pubin -inkey "$work/key.pem" -rawin -in "$2" -sigfile "$work/data.raw" >/dev/null 2>&1
  fi
}

# Follows the keys of the stick from the one that this machine trusts, each signed by the one before, to the one of the stick.
trusted_key() {
  cp "$pin" "$work/trusted"
  number=1
  while [ -e "$stick/rotation/$number.key" ]; do
    next=$stick/rotation/$number
    number=$((number + 1))
    if small_file "$next.key" && small_file "$next.sig"; then
      cp "$next.key" "$work/next"
      cp "$next.sig" "$work/next.sig"
      if is_key "$work/next" && signed_by "$work/trusted" "$work/next" "$work/next.sig"; then
        mv "$work/next" "$work/trusted"
      fi
    fi
  done
}

choose_key() {
  small_file "$stick/release-key" && cp "$stick/release-key" "$work/offered" && is_key "$work/offered" \
    || fail 3 "the file release-key of the $source is missing or damaged: have the $source made again"
  if [ -e "$pin" ]; then
    is_key "$pin" || fail 4 "the release key of this machine, $pin, cannot be read"
    trusted_key
    cmp -s "$work/trusted" "$work/offered" \
      || fail 3 "the $source's release key is $(fingerprint_of "$work/offered"), and this machine trusts $(fingerprint_of "$work/trusted"): ask who made the stick; a new key counts when the old one has signed it"
  else
    cp "$work/offered" "$work/trusted"
  fi
  if [ -n "$fingerprint" ] && [ "$fingerprint" != "$(fingerprint_of "$work/trusted" | tr -d -)" ]; then
    fail 3 "the stick's release key is $(fingerprint_of "$work/trusted"), which is not the fingerprint you gave: compare it with your printed page; if it was typed right, do not use this stick"
  fi
}

# At the first install a person has to compare; the signature has been checked by then.
ask_for_trust() {
  if [ -e "$pin" ] || [ -n "$fingerprint" ] || [ "$dry" = yes ]; then
    return
  fi
  known=$(fingerprint_of "$work/trusted")
  [ -t 0 ] || fail 2 "this machine trusts no release key yet, and the stick's is $known: if your printed page says the same, run it again with --fingerprint $known"
  printf 'The stick is signed by the release key\n\n  %s\n\nIs that what your printed page says? A page on the stick itself does not count. Type yes: ' "$known" >&2
  read -r answer
  [ "$answer" = yes ] || fail 3 "the release key was not confirmed, and nothing was changed"
}

is_path() {
  case "$1" in
    '' | /* | *..* | *[!A-Za-z0-9._~+/-]*) return 1 ;;
  esac
}

file_is() { # file digest size name
  [ -f "$1" ] && [ ! -L "$1" ] || fail 3 "the file $4 of the $source is missing: have the $source made again"
  [ "$(wc -c <"$1")" -eq "$3" ] || fail 3 "the file $4 of the $source has not the size that it should: have the $source made again"
  [ "$(sha256sum <"$1" | cut -c 1-64)" = "$2" ] || fail 3 "the file $4 of the $source is damaged or another one: have the $source made again"
}

# Whether the key that counts signed the manifest; from then on $work/files are the files that it names.
verify_manifest() {
  need_verifier
  small_file "$stick/manifest" && [ "$(head -n 1 "$stick/manifest")" = 'skerry bundle 1' ] \
    || fail 3 "the file manifest of the $source is missing or damaged: have the $source made again"
  small_file "$stick/manifest.sig" || fail 3 "the file manifest.sig of the $source is missing or damaged: have the $source made again"
  cp "$stick/manifest" "$work/manifest"
  cp "$stick/manifest.sig" "$work/manifest.sig"
  choose_key
  signed_by "$work/trusted" "$work/manifest" "$work/manifest.sig" \
    || fail 3 "the signature of the $source does not hold: manifest, manifest.sig or release-key is damaged or was changed; have the $source made again"
  bundle=$(word_of version "$work/manifest")
  sed -n 's/^file //p' "$work/manifest" >"$work/files"
}

verify_stick() {
  [ -d "$stick" ] || fail 2 "there is no folder $stick"
  verify_manifest
  while read -r digest size path; do
    is_path "$path" || fail 3 "the manifest of the $source names a file that no bundle has"
    file_is "$stick/$path" "$digest" "$size" "$path"
  done <"$work/files"
  take install.sh "$work/install.sh"
}

# Copies a file of the stick, and looks at the copy again: a stick may give other bytes the second time.
take() { # path to
  mkdir -p "${2%/*}"
  cp "$stick/$1" "$2.new"
  sed -n "s|^\([0-9a-f]* [0-9]*\) $1\$|\1|p" "$work/files" >"$work/one"
  read -r digest size <"$work/one"
  if [ "$(wc -c <"$2.new")" -ne "$size" ] || [ "$(sha256sum <"$2.new" | cut -c 1-64)" != "$digest" ]; then
    rm -f "$2.new"
    fail 3 "the file $1 could not be copied whole from the $source: try again, or have the $source made again"
  fi
  mv "$2.new" "$2"
}

# --- What this machine is ---

machine_kind() {
  if [ -n "$kind" ]; then
    return
  fi
  if [ -d "$k3s/server/manifests" ] || [ -d "$k3s/server/tls" ]; then
    kind=k3s-server
  elif [ -d "$k3s/agent" ]; then
    kind=k3s-agent
  elif has dpkg && [ -e "$root/etc/debian_version" ]; then
    kind=debian
  elif has docker; then
    kind=docker
  elif has podman; then
    kind=podman
  else
    fail 4 "this machine is neither Debian nor Raspberry Pi OS, and has neither k3s nor Docker nor Podman"
  fi
}

machine_arch() {
  # busybox has a dpkg that does not know.
  dpkg --print-architecture 2>/dev/null && return
  case "$(uname -m)" in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    armv7l) echo armhf ;;
    *) uname -m ;;
  esac
}

need_root() {
  [ "$(id -u)" -eq 0 ] || fail 4 "only root may install: put sudo before the command"
}

need_clock() {
  [ "$(date +%s)" -ge 1704067200 ] || fail 4 "the clock of this machine says $(date -u +%Y-%m-%d): set it first, such as with: date -s '2030-01-31 12:00'"
}

free_kib() {
  df -Pk "$1" | awk 'NR == 2 { print $4 }'
}

disk_of() {
  df -Pk "$1" | awk 'NR == 2 { print $1 }'
}

need_space() { # folder KiB
  [ "$(free_kib "$1")" -ge "$2" ] || fail 4 "too little space at $1: $(($2 / 1024)) MiB are needed and $(($(free_kib "$1") / 1024)) MiB are free"
}

kib_of() { # files…
  cat "$@" | wc -c | awk '{ print int($1 / 1024) + 1 }'
}

# --- Debian and Raspberry Pi OS ---

installed_version() {
  dpkg-query -W -f '${Version} ${db:Status-Status}' "$name" 2>/dev/null | sed -n 's/ installed$//p'
}

package_of_stick() {
  path=$(sed -n "s|^[0-9a-f]* [0-9]* \(deb/${name}_[^/]*_$arch\.deb\)\$|\1|p" "$work/files" | head -n 1)
  [ -n "$path" ] || fail 4 "the stick has no package of $name for $arch, which this machine is; it has: $(word_of arch "$work/manifest")"
  [ "$(dpkg-deb -f "$stick/$path" Architecture)" = "$arch" ] && [ "$(dpkg-deb -f "$stick/$path" Package)" = "$name" ] \
    || fail 3 "the file $path of the $source is not what its name says"
  version=$(dpkg-deb -f "$stick/$path" Version)
}

# dpkg would find out too, but only when it has unpacked everything.
need_dependencies() {
  dpkg-deb -f "$stick/$path" Depends | tr ',' '\n' | while read -r needed bound; do
    has_it=$(dpkg-query -W -f '${Version} ${db:Status-Status}' "$needed" 2>/dev/null | sed -n 's/ installed$//p' | head -n 1)
    least=$(printf '%s' "$bound" | sed -n 's/^(>= \(.*\))$/\1/p')
    if [ -z "$has_it" ]; then
      fail 4 "$name $version needs the package $needed, which this machine has not"
    elif [ -n "$least" ] && ! dpkg --compare-versions "$has_it" ge "$least"; then
      fail 4 "$name $version needs $needed $least and this machine has $has_it: it is made for Debian 13 and Raspberry Pi OS of the same age"
    fi
  done
}

plan_debian() {
  package_of_stick
  before=$(installed_version)
  if [ -n "$before" ] && dpkg --compare-versions "$before" gt "$version"; then
    fail 4 "this machine has $name $before, which is newer than $version of the $source: to go back to the version before, use --rollback"
  fi
  need_dependencies
  unpacked=$(dpkg-deb -f "$stick/$path" Installed-Size)
  kept=$(($(kib_of "$stick/$path") + 65536)) # beside the package itself, room to begin with
  if [ "$(disk_of "$root/usr")" = "$(disk_of "$root/var")" ]; then
    need_space "$root/usr" $((unpacked + kept))
  else
    need_space "$root/usr" "$unpacked"
    need_space "$root/var" "$kept"
  fi
  if [ "$before" = "$version" ]; then
    plan="$name $version is installed already"
  else
    plan="install $name $version for $arch${before:+ in place of $before}"
  fi
}

put_package() { # file
  DEBIAN_FRONTEND=noninteractive dpkg --force-confold --force-confdef -i "$1" >>"$work/log" 2>&1 </dev/null
}

answers() {
  case "$name" in skerry-hub) port=8440 ;; *) port=9140 ;; esac
  if has curl; then
    curl -fsS -o /dev/null --noproxy '*' --max-time 10 "http://127.0.0.1:$port/healthz" 2>/dev/null
  elif [ "$name" = skerry-agent ]; then
    # 3 is an agent that serves and has something to say.
    "$name" status >/dev/null 2>&1 || [ $? -eq 3 ]
  fi
}

# Whether the program runs and answers, given two minutes, or three starts.
works() {
  [ -d "$root/run/systemd/system" ] || return 0
  tries=0
  while [ $tries -lt "${SKERRY_TRIES:-60}" ]; do
    state=$(systemctl is-active "$name" 2>/dev/null) || true
    if [ "$state" = active ] && answers; then
      return 0
    fi
    if [ "$state" = failed ] || [ "$(systemctl show --value --property NRestarts "$name" 2>/dev/null || true)" = 3 ]; then
      return 1
    fi
    tries=$((tries + 1))
    sleep 2
  done
  return 1
}

keep_package() { # file: the one of now, which becomes the one before at the next upgrade
  if [ -e "$cache/$name.deb" ] && [ "$(dpkg-deb -f "$cache/$name.deb" Version)" != "$(dpkg-deb -f "$1" Version)" ]; then
    mv "$cache/$name.deb" "$cache/$name.previous.deb"
  fi
  mv "$1" "$cache/$name.deb"
}

# The newest of the sentences that the program told, not systemd about it.
last_words() {
  journalctl "_SYSTEMD_UNIT=$name.service" -n 1 -q -o cat 2>/dev/null || true
}

make_cache() {
  mkdir -p "$cache"
  chmod 0700 "$cache"
}

do_debian() {
  make_cache
  if [ "$before" != "$version" ]; then
    take "$path" "$cache/$name.candidate.deb"
    if ! put_package "$cache/$name.candidate.deb"; then
      if [ -n "$before" ] && [ "$(installed_version)" = "$before" ]; then
        rm -f "$cache/$name.candidate.deb"
        fail 4 "dpkg did not take $name $version, and $before stays: $(tail -n 1 "$work/log")"
      fi
      back_after_failure
    elif ! works; then
      back_after_failure
    fi
    keep_package "$cache/$name.candidate.deb"
    done_what="installed $name $version${before:+ in place of $before}"
  else
    works || fail 6 "$name $version is installed and does not run: $(last_words)"
    # As after a power cut before it was kept, or when it was not installed from a stick.
    if [ "$(dpkg-deb -f "$cache/$name.deb" Version 2>/dev/null)" != "$version" ]; then
      take "$path" "$cache/$name.candidate.deb"
      keep_package "$cache/$name.candidate.deb"
    fi
    done_what="$name $version was installed already"
  fi
  trust
  join_debian
  if [ -d "$root/run/systemd/system" ]; then
    printf 'skerry: %s; it runs%s\n' "$done_what" "$joined"
  else
    printf 'skerry: %s; it starts with the machine%s\n' "$done_what" "$joined"
  fi
}

back_after_failure() {
  rm -f "$cache/$name.candidate.deb"
  why=$(last_words)
  if [ -z "$before" ]; then
    fail 6 "$name $version was installed and does not run: ${why:-$(tail -n 1 "$work/log")}"
  fi
  if [ ! -e "$cache/$name.deb" ] || [ "$(dpkg-deb -f "$cache/$name.deb" Version)" != "$before" ]; then
    fail 6 "$name $version does not run, and no package of $before was kept to go back to: ${why:-$(tail -n 1 "$work/log")}"
  fi
  if put_package "$cache/$name.deb" && works; then
    fail 5 "$name $version did not run, so $before was put back and runs: ${why:-$(tail -n 1 "$work/log")}"
  fi
  fail 6 "$name $version did not run, and $before, which was put back, does not either: $(last_words)"
}

# Joins by what the same stick brings: an invitation, which works without a network, or a code.
join_debian() {
  joined=
  [ "$name" = skerry-agent ] || return 0
  if [ -e "$root/var/lib/skerry-agent/enrolment" ]; then
    joined=', and has joined before'
  elif [ -n "$invitation" ]; then
    if "$name" enrol --stick "$invitation" >"$work/enrol" 2>&1; then
      joined=', and has left its request to join on the stick: bring it to the hub, and back'
    else
      joined=", but did not join: $(tail -n 1 "$work/enrol")"
    fi
  elif [ -n "$code" ]; then
    if "$name" enrol --from "$code" >"$work/enrol" 2>&1; then
      joined=", and $(head -n 1 "$work/enrol")"
    else
      joined=", but did not join: $(tail -n 1 "$work/enrol")"
    fi
  else
    joined=', and has joined no hub: the stick has no invitation'
  fi
}

rollback_debian() {
  [ -e "$cache/$name.previous.deb" ] || fail 4 "there is no version of $name before this one on this machine, and nothing was changed"
  before=$(installed_version)
  version=$(dpkg-deb -f "$cache/$name.previous.deb" Version) || fail 4 "the package that was kept of $name is damaged, and nothing was changed"
  plan="put back $name $version${before:+ in place of $before}"
  say_and_stop_if_dry
  put_package "$cache/$name.previous.deb" && works || fail 6 "$name $version was put back and does not run: $(last_words)"
  mv "$cache/$name.deb" "$cache/$name.next.deb"
  mv "$cache/$name.previous.deb" "$cache/$name.deb"
  mv "$cache/$name.next.deb" "$cache/$name.previous.deb"
  printf 'skerry: put back %s %s%s\n' "$name" "$version" "${before:+ in place of $before}"
}

uninstall_debian() {
  before=$(dpkg-query -W -f '${Version}' "$name" 2>/dev/null) || before=
  [ -n "$before" ] || fail 4 "$name is not installed, and nothing was changed"
  if [ "$purge" = yes ]; then how=--purge plan="remove $name $before with its data and settings"; else how=--remove plan="remove $name $before; data and settings stay"; fi
  say_and_stop_if_dry
  DEBIAN_FRONTEND=noninteractive dpkg "$how" "$name" >>"$work/log" 2>&1 </dev/null || fail 6 "$name could not be removed: $(tail -n 1 "$work/log")"
  rm -f "$cache/$name.deb" "$cache/$name.previous.deb"
  forget
  printf 'skerry: removed %s %s%s\n' "$name" "$before" "$([ "$purge" = yes ] && echo ' with its data and settings' || echo '; data and settings are kept')"
}

# --- k3s ---

image_of_stick() {
  image=images/$name.oci.tar
  grep -q " $image\$" "$work/files" || fail 4 "the stick has no image of $name"
  case " $(word_of arch "$work/manifest") " in
    *" $arch "*) ;;
    *) fail 4 "the images of the stick are not for $arch, which this machine is; they are for: $(word_of arch "$work/manifest")" ;;
  esac
}

plan_k3s() {
  [ "$name" = skerry-agent ] || fail 2 "the hub is not installed into k3s by a stick: use --as debian, docker or podman"
  image_of_stick
  need_space "$root/var/lib/rancher" $(($(kib_of "$stick/$image") * 3)) # the archive, and k3s's own copy of it
  plan="give k3s the image of $name $bundle"
  [ "$kind" = k3s-agent ] || plan="$plan and its manifest"
}

do_k3s() {
  mkdir -p "$cache"
  take k3s/skerry-agent.yaml "$cache/skerry-agent.candidate.yaml"
  take "$image" "$k3s/agent/images/skerry-agent-$bundle.oci.tar"
  # k3s reads its folder of images when it starts; one that runs is told.
  when='it takes the image up when it is started again'
  if has k3s && k3s ctr images import "$k3s/agent/images/skerry-agent-$bundle.oci.tar" >>"$work/log" 2>&1; then
    when='it has taken the image up'
  fi
  joined=
  if [ "$kind" = k3s-server ]; then
    manifests=$k3s/server/manifests
    if [ -e "$manifests/skerry-agent.yaml" ] && ! cmp -s "$manifests/skerry-agent.yaml" "$cache/skerry-agent.candidate.yaml"; then
      cp "$manifests/skerry-agent.yaml" "$cache/skerry-agent.previous.yaml"
    fi
    join_k3s
    mkdir -p "$manifests"
    mv "$cache/skerry-agent.candidate.yaml" "$manifests/skerry-agent.yaml"
  fi
  rm -f "$cache/skerry-agent.candidate.yaml"
  trust
  printf 'skerry: gave k3s %s %s; %s%s\n' "$name" "$bundle" "$when" "$joined"
}

join_k3s() {
  secret=$manifests/skerry-agent-join.yaml
  if [ -e "$secret" ]; then
    joined=', and has a join code already'
  elif [ -n "$code" ]; then
    word=$(tr -d '[:space:]' <"$code")
    case "$word" in
      '' | *[!A-Za-z0-9._:/+=-]*) joined=", but the file $code holds no join code" && return ;;
    esac
    mkdir -p "$manifests"
    (umask 077 && printf 'apiVersion: v1\nkind: Secret\nmetadata: {name: skerry-agent-join, namespace: skerry}\nstringData: {join: "%s"}\n' "$word" >"$secret")
    joined=', and joins by the code of the stick'
  else
    joined=', and waits for a join code: the stick has none'
  fi
}

rollback_k3s() {
  [ "$kind" = k3s-server ] || fail 2 "the manifest is at the server of k3s: roll back there"
  [ -e "$cache/skerry-agent.previous.yaml" ] || fail 4 "there is no manifest before this one on this machine, and nothing was changed"
  plan="put back the manifest of the version before"
  say_and_stop_if_dry
  cp "$k3s/server/manifests/skerry-agent.yaml" "$cache/skerry-agent.next.yaml"
  cp "$cache/skerry-agent.previous.yaml" "$k3s/server/manifests/skerry-agent.yaml"
  mv "$cache/skerry-agent.next.yaml" "$cache/skerry-agent.previous.yaml"
  printf 'skerry: put back the manifest of the version before\n'
}

uninstall_k3s() {
  plan="remove skerry-agent from k3s"
  say_and_stop_if_dry
  if [ "$kind" = k3s-server ]; then
    # k3s leaves what a manifest made when the file goes.
    if has k3s && [ -e "$k3s/server/manifests/skerry-agent.yaml" ]; then
      k3s kubectl delete --ignore-not-found -f "$k3s/server/manifests/skerry-agent.yaml" >>"$work/log" 2>&1 \
        || fail 6 "k3s could not remove the agents: $(tail -n 1 "$work/log")"
    fi
    rm -f "$k3s/server/manifests/skerry-agent.yaml" "$k3s/server/manifests/skerry-agent-join.yaml"
  fi
  rm -f "$k3s/agent/images/skerry-agent-"*.oci.tar "$cache/skerry-agent.previous.yaml"
  forget
  printf 'skerry: removed skerry-agent from k3s\n'
}

# --- Docker and Podman ---

plan_container() {
  image_of_stick
  need_space "$root/var" $(($(kib_of "$stick/$image") * 3)) # the archive, and what is unpacked of it
  plan="load the image of $name $bundle into $kind"
}

do_container() {
  take "$image" "$cache/image.tar"
  "$kind" load -i "$cache/image.tar" >>"$work/log" 2>&1 || fail 6 "$kind did not take the image: $(tail -n 1 "$work/log")"
  rm -f "$cache/image.tar"
  trust
  ports=
  [ "$name" = skerry-agent ] || ports=' -p 8440:8440 -p 8883:8883'
  printf 'skerry: loaded %s %s; run it by: %s run -d --name %s --restart always --read-only --tmpfs /tmp -v %s:/data%s docker.io/library/%s:%s\n' \
    "$name" "$bundle" "$kind" "$name" "$name" "$ports" "$name" "$(word_of image "$work/manifest")"
}

rollback_container() {
  fail 2 "$kind keeps the image of the version before: run that one"
}

uninstall_container() {
  plan="remove $name from $kind"
  say_and_stop_if_dry
  "$kind" rm -f "$name" >>"$work/log" 2>&1 || true
  "$kind" images --format '{{.Repository}}:{{.Tag}}' | grep "/$name:" | while read -r each; do
    "$kind" rmi "$each" >>"$work/log" 2>&1 || fail 6 "$kind could not remove $each: $(tail -n 1 "$work/log")"
  done
  forget
  printf 'skerry: removed %s from %s; its volume is kept\n' "$name" "$kind"
}

# --- By order of the hub ---
#
# The agent has put manifest, keys and package into its folder. Nothing that it says is believed: all is read as its own user, so that no
# link leads elsewhere, copied to where it cannot write, and then checked as a stick is.
#
# What is under way stands in $up/state, and a copy of this program in $up/updater, which a unit in /etc calls when the machine starts: so
# neither a power cut nor what the new package brings can stop the way back.

as_agent() {
  setpriv --reuid=skerry-agent --regid=skerry-agent --clear-groups timeout 600 "$@"
}

put() { # file: of what comes in; whole or not at all, also when the power goes
  cat >"$1.new"
  sync "$1.new"
  mv "$1.new" "$1"
  sync "${1%/*}"
}

tell() { # state reason
  printf 'skerry update 1\nstate %s\nversion %s\nfrom %s\nrelease %s\nreason %s\n' "$1" "$version" "$before" "$release" "$2" | put "$up/status"
  printf 'skerry: upgrade from %s to %s: %s%s\n' "$before" "$version" "$1" "${2:+, $2}"
}

note() { # phase
  phase=$1
  printf 'phase %s\nversion %s\nfrom %s\nrelease %s\npath %s\nspent %s\nstarts %s\nwhy %s\n' \
    "$phase" "$version" "$before" "$release" "$path" "$spent" "$starts" "$why" | put "$up/state"
}

copy_of_agent() { # name bytes: into $stick
  mkdir -p "$(dirname "$stick/$1")"
  as_agent head -c $(($2 + 1)) "$asked/release/$1" >"$stick/$1" 2>/dev/null || fail 3 "the file $1 of the release is missing: let the hub order it again"
  [ "$(wc -c <"$stick/$1")" -le "$2" ] || fail 3 "the file $1 of the release is larger than it should be: let the hub order it again"
}

read_request() {
  as_agent head -c 1024 "$asked/request" >"$work/request" 2>/dev/null || return 1
  as_agent rm -f "$asked/request"
  [ "$(head -n 1 "$work/request")" = 'skerry request 1' ] || return 1
  version=$(word_of version "$work/request")
  release=$(word_of release "$work/request")
  case "$version$release" in *[!A-Za-z0-9.~+-]*) return 1 ;; esac
  [ -n "$version" ] && [ ${#release} -eq 64 ] && [ ${#version} -le 64 ]
}

# Copies what the agent has, and checks the copy.
accept() {
  [ -e "$pin" ] || fail 4 "this machine trusts no release key: install it once by a stick, or by a package that brings one"
  need_clock
  stick=$up/release
  rm -rf "$stick"
  mkdir -m 0700 "$stick"
  for file in manifest manifest.sig release-key; do
    copy_of_agent $file 65536
  done
  [ "$(sha256sum <"$stick/manifest" | cut -c 1-64)" = "$release" ] || fail 3 "the manifest of the release is not the one that the hub named: let the hub order it again"
  number=1
  while [ $number -le 64 ] && as_agent test -f "$asked/release/rotation/$number.key"; do
    copy_of_agent rotation/$number.key 65536
    copy_of_agent rotation/$number.sig 65536
    number=$((number + 1))
  done
  ordered=$version
  verify_manifest
  arch=$(machine_arch)
  path=deb/${name}_${bundle}_$arch.deb
  sed -n "s|^\([0-9a-f]* [0-9]*\) $path\$|\1|p" "$work/files" | head -n 1 >"$work/one"
  read -r digest size <"$work/one" || fail 4 "the release has no package of $name for $arch, which this machine is"
  need_space "$up" $((size / 1024 + 65536))
  copy_of_agent "$path" "$size"
  file_is "$stick/$path" "$digest" "$size" "$path"
  plan_debian
  if [ "$bundle" != "$ordered" ] || [ "$version" != "$ordered" ]; then
    fail 3 "the release is $bundle with a package of $version, and not $ordered: let the hub order it again"
  fi
}

# The package to go back to; made of its files where none was kept, as on a machine that was not installed by a stick.
keep_before() {
  make_cache
  if [ "$(dpkg-deb -f "$cache/$name.deb" Version 2>/dev/null)" = "$before" ]; then
    return
  fi
  need_space "$up" $(($(dpkg-query -W -f '${Installed-Size}' "$name") * 2 + 65536))
  made=$up/repacked
  rm -rf "$made"
  mkdir -p "$made/DEBIAN"
  dpkg-query -L "$name" | while read -r file; do
    if [ -d "$root$file" ] && [ ! -L "$root$file" ]; then
      mkdir -p "$made$file"
    elif [ -e "$root$file" ]; then
      cp -a "$root$file" "$made$file"
    fi
  done
  dpkg-query -s "$name" | sed -e '/^Status:/d' -e '/^Conffiles:/,/^[A-Z]/{/^Conffiles:/d;/^ /d;}' >"$made/DEBIAN/control"
  for file in preinst postinst prerm postrm conffiles md5sums; do
    [ ! -e "$root/var/lib/dpkg/info/$name.$file" ] || cp -p "$root/var/lib/dpkg/info/$name.$file" "$made/DEBIAN/$file"
  done
  dpkg-deb --root-owner-group -Zgzip -z1 --build "$made" "$cache/$name.deb.new" >>"$work/log" 2>&1 \
    || fail 4 "the package of $before, to go back to, could not be made: $(tail -n 1 "$work/log")"
  rm -rf "$made"
  mv "$cache/$name.deb.new" "$cache/$name.deb"
}

unit=skerry-agent-update.service
wants=$root/etc/systemd/system/multi-user.target.wants/$unit

# From here on the machine comes back to this when it starts.
hold_on() {
  cp "$work/trusted" "$up/trusted"
  cp "$0" "$up/updater"
  if [ -e "$root/usr/lib/systemd/system/$unit" ]; then
    mkdir -p "${wants%/*}"
    sed "s|^ExecStart=.*|ExecStart=/bin/sh $up/updater --update|" "$root/usr/lib/systemd/system/$unit" >"$root/etc/systemd/system/$unit"
    ln -sf "../$unit" "$wants"
    systemctl daemon-reload >/dev/null 2>&1 || true
  fi
  sync
}

let_go() {
  rm -f "$up/state" "$wants" "$root/etc/systemd/system/$unit"
  rm -rf "$up/release" "$up/repacked" "$up/updater" "$up/trusted"
  systemctl daemon-reload >/dev/null 2>&1 || true
  sync
}

# Ready is what the service has told systemd.
is_running() {
  [ -d "$root/run/systemd/system" ] || return 0
  [ "$(systemctl is-active "$name" 2>/dev/null)" = active ]
}

put_new() {
  note installing
  # The agent tells it to the hub from now on, in whichever version.
  tell probation ''
  as_agent rm -f "$asked/healthy"
  if put_package "$up/release/$path" && [ "$(installed_version)" = "$version" ]; then
    spent=0 starts=0
    note probation
    await_health
  elif [ "$(installed_version)" = "$before" ]; then
    tell failed "dpkg did not take it, and $before stays: $(tail -n 1 "$work/log")"
    let_go
  else
    go_back "dpkg could not install it: $(tail -n 1 "$work/log")"
  fi
}

# What the agent says of itself: whether it is well, and its link.
look_at_health() {
  well=no receipt=no link=dark
  as_agent head -c 1024 "$asked/healthy" >"$work/healthy" 2>/dev/null || return 0
  [ "$(word_of version "$work/healthy")" = "$version" ] || return 0
  if [ "$(word_of ready "$work/healthy")" = yes ] && [ "$(word_of ring "$work/healthy")" = yes ]; then well=yes; fi
  receipt=$(word_of receipt "$work/healthy")
  link=$(word_of link "$work/healthy")
}

# Some minutes for a version to show that it is well, and that the hub, which ordered it, takes what it says. While the link is down that
# may be the weather: a day more. Time outside of the hours of its link does not count.
await_health() {
  within=${SKERRY_HEALTHY_WITHIN:-600}
  dark=${SKERRY_DARK_WITHIN:-86400}
  every=${SKERRY_LOOK_EVERY:-5}
  noted=$spent
  while :; do
    look_at_health
    if [ $well = yes ] && [ "$receipt" = yes ]; then
      take_over
      return
    fi
    if [ -d "$root/run/systemd/system" ]; then
      if [ "$(systemctl is-active "$name" 2>/dev/null)" = failed ] || [ "$(systemctl show --value --property NRestarts "$name" 2>/dev/null)" -ge 3 ] 2>/dev/null; then
        go_back "it did not run: $(last_words)"
        return
      fi
    fi
    if [ "$spent" -ge "$within" ]; then
      if [ $well = no ]; then
        go_back "it did not report healthy within $((within / 60)) minutes"
        return
      elif [ "$link" = connected ]; then
        go_back "the hub confirmed nothing of it within $((within / 60)) minutes"
        return
      elif [ "$spent" -ge "$dark" ]; then
        go_back "it did not reach the hub within $((dark / 3600)) hours, as $before had"
        return
      fi
    fi
    if [ $well = no ] || [ "$link" != resting ]; then
      spent=$((spent + every))
    fi
    if [ $((spent - noted)) -ge 300 ]; then
      noted=$spent
      note probation
    fi
    sleep "$every"
  done
}

# The new version stays.
take_over() {
  [ ! -e "$up/release/$path" ] || keep_package "$up/release/$path"
  if ! cmp -s "$up/trusted" "$pin"; then
    cp "$up/trusted" "$pin.new"
    mv "$pin.new" "$pin"
  fi
  if [ -e "$own_copy" ] && [ -e "$root/usr/lib/skerry-agent/updater" ]; then
    cp "$root/usr/lib/skerry-agent/updater" "$own_copy.new"
    chmod 0755 "$own_copy.new"
    mv "$own_copy.new" "$own_copy"
  fi
  tell 'done' ''
  let_go
}

go_back() { # reason
  why=$(printf '%s' "$1" | tr -d '\000-\037' | cut -c 1-400)
  note returning
  # As this is the first thing that a machine does which started again in the middle, more than one try is worth it.
  tries=0
  while [ $tries -lt 3 ]; do
    if put_package "$cache/$name.deb" && [ "$(installed_version)" = "$before" ] && is_running; then
      tell rolled-back "$why"
      let_go
      return
    fi
    tries=$((tries + 1))
    sleep "${SKERRY_LOOK_EVERY:-5}"
  done
  tell failed "$why; and $before, which was put back, does not run: $(tail -n 1 "$work/log")"
  let_go
}

resume_update() {
  cp "$up/state" "$work/state"
  for each in version release path spent starts why; do
    eval "$each=\$(word_of $each \"\$work/state\")"
  done
  before=$(word_of from "$work/state")
  starts=$((starts + 1))
  case "$(word_of state "$up/status" 2>/dev/null)" in
    done | rolled-back | failed) [ "$(word_of release "$up/status")" != "$release" ] || { let_go && return; } ;;
  esac
  case "$(word_of phase "$work/state")" in
    installing)
      if [ $starts -gt 3 ]; then go_back "the machine ended again and again while it was installed"; else put_new; fi
      ;;
    probation)
      if [ $starts -gt 10 ]; then
        go_back "the machine ended again and again while it was on probation"
      else
        note probation
        await_health
      fi
      ;;
    *) go_back "$why" ;;
  esac
}

update() {
  name=skerry-agent kind=debian source=release
  mkdir -p "$up"
  trap 'exit 0' HUP INT TERM # what is under way is on the disk
  if [ -e "$up/state" ]; then
    resume_update
    return
  fi
  if ! read_request; then
    let_go # if the power went just before there was anything to come back to
    return
  fi
  before=$(installed_version)
  untold=yes
  [ -n "$before" ] || fail 4 "$name is not installed by its package"
  accept
  if [ "$before" = "$version" ]; then
    untold=no
    tell 'done' ''
    let_go
    return
  fi
  keep_before
  hold_on
  spent=0 starts=0 why=
  note installing
  untold=no
  put_new
}

need_no_update() {
  [ ! -e "$up/state" ] || fail 4 "an upgrade by order of the hub is under way: skerry-agent update tells how far it is, try again when it has ended"
}

# --- All of them ---

# From now on this key decides, and a copy of this program that no stick can change.
trust() {
  mkdir -p "${pin%/*}" "${own_copy%/*}"
  if ! cmp -s "$work/trusted" "$pin"; then
    cp "$work/trusted" "$pin.new"
    mv "$pin.new" "$pin"
  fi
  cp "$work/install.sh" "$own_copy.new"
  chmod 0755 "$own_copy.new"
  mv "$own_copy.new" "$own_copy"
}

forget() {
  [ "$purge" = yes ] || return 0
  rm -f "$pin" "$own_copy"
  rmdir "$cache" "${pin%/*}" 2>/dev/null || true
}

say_and_stop_if_dry() {
  if [ "$dry" = yes ]; then
    printf 'skerry: would %s; nothing was changed\n' "$plan"
    exit 0
  fi
}

# What brings a machine into a fleet lies beside the bundle or in it, and is signed by no release key.
find_enrolment() {
  invitation=
  code=
  for place in "$stick/.." "$stick"; do
    [ ! -f "$place/SKERRY/invitation" ] || invitation=$(cd "$place" && pwd)
    [ ! -f "$place/skerry-join" ] || code=$(cd "$place" && pwd)/skerry-join
  done
}

stick=
fingerprint=
kind=
name=skerry-agent
dry=no
purge=no
action=install
while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h) usage && exit 0 ;;
    --dry-run) dry=yes ;;
    --rollback | --uninstall | --update) action=${1#--} ;;
    --purge) purge=yes ;;
    --hub) name=skerry-hub ;;
    --fingerprint | --as)
      [ $# -gt 1 ] || fail 2 "$1 needs a value; --help has all options"
      if [ "$1" = --as ]; then kind=$2; else fingerprint=$(printf '%s' "$2" | tr -d ' -' | tr A-F a-f); fi
      shift
      ;;
    -*) fail 2 "there is no option $1; --help has all of them" ;;
    *)
      [ -z "$stick" ] || fail 2 "one folder is enough; --help has all options"
      stick=$1
      ;;
  esac
  shift
done
case "$kind" in
  '' | debian | k3s-server | k3s-agent | docker | podman) ;;
  *) fail 2 "there is no kind of machine '$kind': debian, k3s-server, k3s-agent, docker or podman" ;;
esac
case "$fingerprint" in
  *[!0-9a-f]*) fail 2 "a fingerprint is 8 times 4 letters and digits, 0 to 9 and a to f" ;;
esac
[ -z "$fingerprint" ] || [ ${#fingerprint} -eq 32 ] || fail 2 "a fingerprint is 8 times 4 letters and digits, as your printed page has it"
if [ "$purge" = yes ] && [ "$action" != uninstall ]; then
  fail 2 "--purge goes with --uninstall"
fi
if [ -z "$stick" ]; then
  stick=$(dirname -- "$0")
  if [ "$action" = install ] && [ "$stick/install.sh" != "$0" ] && [ ! -e "$stick/manifest" ]; then
    fail 2 "name the folder of the stick that install.sh is in, such as: skerry-stick /media/stick/skerry-stick"
  fi
fi
case "$stick" in /*) ;; *) stick=$PWD/$stick ;; esac

need_root
work=$(mktemp -d)
trap end EXIT
trap 'fail 6 "it was interrupted: run it again"' HUP INT TERM
: >"$work/log"
case "$action" in
  update) update ;;
  install)
    need_no_update
    verify_stick
    need_clock
    machine_kind
    arch=$(machine_arch)
    find_enrolment
    case "$kind" in
      debian) plan_debian ;;
      k3s-*) plan_k3s ;;
      *) plan_container ;;
    esac
    ask_for_trust
    say_and_stop_if_dry
    case "$kind" in
      debian) do_debian ;;
      k3s-*) do_k3s ;;
      *) do_container ;;
    esac
    ;;
  *)
    need_no_update
    machine_kind
    case "$kind" in
      debian) "${action}_debian" ;;
      k3s-*) "${action}_k3s" ;;
      *) "${action}_container" ;;
    esac
    ;;
esac
exit 0
}
