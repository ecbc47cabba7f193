metadata=${SPOT_AGENTS_GCP_METADATA:-http://metadata.google.internal}

google() {
  ask_metadata -H 'Metadata-Flavor: Google' "$metadata/computeMetadata/v1/$1"
}

# Sets what Google signed: the token up to its last dot, and what follows it.
prove() {
  token=$(google "instance/service-accounts/default/identity?format=full&audience=$controller_url$controller") ||
    return 1
  document=$(printf %s "${token%.*}" | base64 | tr -d '\n')
  signature=$(printf %s "${token##*.}" | base64 | tr -d '\n')
}

# Sets what the instance says of itself.
tell() {
  account=$(google project/project-id) && zone=$(google instance/zone) &&
    instance=$(google instance/id) || return 1
  zone=${zone##*/}
  region=${zone%-*}
  instance=$zone:$instance
}

# What the agent needs to watch this instance. Google deletes it when it has run for its longest.
watched() {
  echo "export SPOT_AGENTS_GCP_METADATA=\"$SPOT_AGENTS_GCP_METADATA\""
  echo "export SPOT_AGENTS_GCP_ENDS_AT=$(($(date +%s) - $(uptime) + longest_run))"
}

# One that switched itself off would stay, and its disks with it.
end_instance() {
  say "the lease of this instance has ended: its controller ends it, or Google after its longest run"
}
