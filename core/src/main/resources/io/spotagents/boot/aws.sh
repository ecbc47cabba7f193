metadata=${SPOT_AGENTS_AWS_METADATA:-http://169.254.169.254}

# One page of the instance identity document.
identity() {
  token=$(ask_metadata -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' \
    "$metadata/latest/api/token") || return 1
  ask_metadata -H "X-aws-ec2-metadata-token: $token" \
    "$metadata/latest/dynamic/instance-identity/$1"
}

# Sets what AWS signed, byte for byte, and its signature.
prove() {
  identity document > document && signature=$(identity signature) || return 1
  document=$(base64 < document | tr -d '\n')
  signature=$(printf %s "$signature" | tr -d '\r\n')
}

# The value of a field of the identity document.
field() {
  sed -n 's/.*"'"$1"'" *: *"\([A-Za-z0-9_.:-]*\)".*/\1/p' document
}

# Sets what the instance says of itself.
tell() {
  identity document > document || return 1
  account=$(field accountId)
  region=$(field region)
  instance=$(field instanceId)
}

# What the agent needs to watch this instance.
watched() {
  echo "export SPOT_AGENTS_AWS_METADATA=\"$SPOT_AGENTS_AWS_METADATA\""
}

end_instance() {
  say "the lease of this instance has ended: it shuts down"
  shutdown -h now || poweroff
}
