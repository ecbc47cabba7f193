#!/bin/sh
# Makes this instance a Jenkins agent: enrolls it at its controller, runs the agent, and ends the
# instance with its lease. Written by Spot Agents; what it does is told in docs/enrolment.md.
set -f
umask 077
#settings#
dir=${SPOT_AGENTS_INSTANCE_DIR:-/var/lib/spot-agents}
mkdir -p "$dir" && cd "$dir" || exit 1
#start-script#

say() {
  echo "Spot Agents: $*"
}

# In whole seconds since the machine started: no clock that is set changes it.
uptime() {
  read -r up idle < /proc/uptime
  echo "${up%%.*}"
}

# A lease is a number of milliseconds and a word that differs each time. Builds may be able to write
# there too, so what is no number is left, and nothing lasts longer than an hour.
watch_lease() {
  echo -1000 2> /dev/null > /proc/self/oom_score_adj
  ends=$(($(uptime) + boot_seconds))
  last=
  while [ "$(uptime)" -lt "$ends" ]; do
    millis=
    word=
    if [ -f lease ]; then
      read -r millis word < lease
    fi
    if [ "$millis $word" != "$last" ]; then
      last="$millis $word"
      case $millis in
        '' | 0* | *[!0-9]* | ????????*) ;;
        *) ends=$(($(uptime) + (millis < 3600000 ? millis : 3600000) / 1000)) ;;
      esac
    fi
    sleep 5
  done
  end_instance
}

# Asks the metadata service, never through a proxy.
ask_metadata() {
  curl -sf -m 5 --noproxy '*' "$@"
}

#cloud#

write_request() {
  if [ -n "$secret" ]; then
    tell || return 1
    printf '{"provider":"%s","controller":"%s","intent":"%s","account":"%s","region":"%s","instance":"%s","secret":"%s"}' \
      "$provider" "$controller" "$intent" "$account" "$region" "$instance" "$secret" > request
  else
    prove || return 1
    launch=
    [ -z "$intent" ] || launch="\"intent\":\"$intent\","
    printf '{"provider":"%s","controller":"%s",%s"document":"%s","signature":"%s"}' \
      "$provider" "$controller" "$launch" "$document" "$signature" > request
  fi
}

# Prints the status of the answer, 000 if there is none.
post_request() {
  curl -s -m 30 -o answer -D headers -w '%{http_code}' -H 'Content-Type: application/json' \
    --data-binary @request "${controller_url}spot-agents-enrol/"
}

# Twice as long each time, up to a minute, and up to as much again: not all instances at once.
back_off() {
  random=$(od -An -N1 -tu1 /dev/urandom)
  sleep $((pause + random * pause / 256))
  pause=$((pause * 2 < 60 ? pause * 2 : 60))
}

come_again() {
  after=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9]\{1,2\}\)[^0-9]*$/\1/p' headers)
  if [ -n "$after" ]; then
    sleep "$after"
  else
    back_off
  fi
}

enroll() {
  pause=2
  said=
  until write_request; do
    say "the metadata service does not answer; asking again"
    back_off
  done
  pause=2
  while :; do
    status=$(post_request)
    case $status in
      200) break ;;
      202 | 429) come_again ;;
      *)
        if [ "$status" != "$said" ]; then
          said=$status
          say "${controller_url} answered $status; asking again (000: not reached; 403: refused," \
            "the controller's log says why)"
        fi
        back_off
        ;;
    esac
  done
  node=$(sed -n 's/.*"node":"\([A-Za-z0-9._-]*\)".*/\1/p' answer)
  sed -n 's/.*"secret":"\([0-9a-f]*\)".*/\1/p' answer | tr -d '\n' > secret
  rm -f document request answer headers
  say "enrolled as $node"
}

fetch_agent() {
  pause=2
  until curl -sf -m 300 -o agent.jar "${controller_url}jnlpJars/agent.jar"; do
    say "agent.jar cannot be fetched from ${controller_url}; trying again"
    back_off
  done
}

write_start() {
  cat > start << END
cd "$dir" || exit 1
export SPOT_AGENTS_INSTANCE_DIR="$dir"
$(watched)
exec "$java" $jvm_options -jar agent.jar -url "$controller_url" -name "$node" -secret @secret \\
  -webSocket -workDir work
END
}

make_user() {
  [ -z "$user" ] || id "$user" > /dev/null 2>&1 || useradd -m "$user" || adduser -D "$user"
}

# What is here belongs to whoever runs the agent: it renews the lease.
give_to_user() {
  [ -z "$user" ] || chown -R "$user" "$dir"
}

run_agent() {
  while :; do
    if [ -n "$user" ]; then
      su -s /bin/sh "$user" -c "exec sh $dir/start"
    else
      sh start
    fi
    say "the agent ended with status $?; starting it again"
    sleep 10
  done
}

# Leaves the instance to its lease, so that what always fails is not launched again and again.
give_up() {
  say "$*. This instance ends at its boot deadline."
  exit 1
}

become_agent() {
  make_user || give_up "there is no user $user, and it cannot be made"
  if [ -s start-script ]; then
    case $(head -c 2 start-script) in
      '#!') ./start-script ;;
      *) sh ./start-script ;;
    esac || give_up "the start script of its source failed with status $?"
  fi
  command -v curl > /dev/null || give_up "there is no curl on this image: add it"
  command -v "$java" > /dev/null ||
    give_up "there is no $java on this image: add Java 17 or 21, or name it as Java of the source"
  enroll
  fetch_agent
  write_start
  give_to_user
  run_agent
}

# Both in the background, so that the instance's own start comes to its end.
watch_lease < /dev/null &
become_agent < /dev/null &
