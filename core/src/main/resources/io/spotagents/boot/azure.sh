metadata=${SPOT_AGENTS_AZURE_METADATA:-http://169.254.169.254}

azure() {
  page=$1
  shift
  ask_metadata -H 'Metadata: true' "$metadata/metadata/$page" "$@"
}

# The first question switches scheduled events on, which takes Azure up to two minutes.
azure 'scheduledevents?api-version=2020-07-01' -m 150 > /dev/null 2>&1 &

compute() {
  azure "instance/compute/$1?api-version=2021-02-01&format=text"
}

# Ten digits that stand for the launch: Azure signs no more of what it is asked to sign.
nonce() {
  digits=$(printf %s "$intent" | sha256sum | cut -c1-64)
  number=0
  while [ -n "$digits" ]; do
    number=$(((number * 16 + 0x${digits%"${digits#?}"}) % 10000000000))
    digits=${digits#?}
  done
  printf '%010d' "$number"
}

# Sets what Azure signed, and beside it what it does not sign.
prove() {
  attested=$(azure "attested/document?api-version=2021-02-01&nonce=$(nonce)") &&
    region=$(compute location) || return 1
  signature=$(printf %s "$attested" | tr -d '\r\n' |
    sed -n 's/.*"signature" *: *"\([A-Za-z0-9+/=]*\)".*/\1/p')
  document=$(printf '{"region":"%s"}' "$region" | base64 | tr -d '\n')
  [ -n "$signature" ]
}

# Sets what the instance says of itself.
tell() {
  account=$(compute subscriptionId) && region=$(compute location) && instance=$(compute vmId)
}

# What the agent needs to watch this instance.
watched() {
  echo "export SPOT_AGENTS_AZURE_METADATA=\"$SPOT_AGENTS_AZURE_METADATA\""
}

# Needs an identity that may delete virtual machines of its resource group.
delete_instance() {
  token=$(azure "identity/oauth2/token?api-version=2018-02-01&resource=$management/&mi_res_id=$self_delete" |
    sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')
  printf 'Authorization: Bearer %s\n' "$token" |
    curl -sf -m 60 -X DELETE -H @- \
      "$management$(compute resourceId)?api-version=2024-11-01&forceDeletion=true"
}

end_instance() {
  if [ -n "$self_delete" ]; then
    say "the lease of this instance has ended: it deletes itself"
    pause=2
    until delete_instance; do
      say "Azure does not let it delete itself; trying again"
      back_off
    done
  else
    say "the lease of this instance has ended: it shuts down. Azure bills it until it is deleted"
    shutdown -h now || poweroff
  fi
}
