# The demo in a real Jenkins, on loopback only; sourced by ./demo.
# shellcheck shell=bash

JENKINS_START_SECONDS=600
JENKINS_DEMO_SECONDS=900

# demo_jenkins [--headless] [--json FILE] [--seed N] [--port N]
demo_jenkins() {
  local headless=no json="" seed=7 port="" home
  while [ $# -gt 0 ]; do
    case "$1" in
      --jenkins) ;;
      --headless) headless=yes ;;
      --json) json=${2:?--json needs a file}; shift ;;
      --seed) seed=${2:?--seed needs a number}; shift ;;
      --port) port=${2:?--port needs a number}; shift ;;
      *) fail "$1 is not an option of the demo in Jenkins, which has --headless, --json FILE, --seed N and --port N. ./demo --core --help names those of the demo without Jenkins." ;;
    esac
    shift
  done
  [ -z "$json" ] || json=$(cd "$CALLED_FROM" && realpath -m "$json")
  port=${port:-$(free_port)}
  home=$TOP/target/demo-home
  prepare_home "$home"
  start_jenkins "$home" "$port" "$seed"
  watch_demo "$home" "http://localhost:$port/jenkins/"
  [ -z "$json" ] || cp "$home/demo.json" "$json"
  if [ "$headless" = no ]; then
    say ""
    say "Jenkins stays up at http://localhost:$port/jenkins/ until you press Ctrl-C."
    wait "$RUNNING"
  fi
  stop_jenkins
  grep -q '"result":"SUCCESS"' "$home/demo.json"
  exit
}

prepare_home() {
  rm -rf "$1"
  mkdir -p "$1/init.groovy.d"
  cp src/demo/demo.groovy "$1/init.groovy.d/demo.groovy"
  cp src/demo/Jenkinsfile "$1/demo.Jenkinsfile"
}

# Any port that nothing listens on now.
free_port() {
  local port
  for port in $(seq 8090 8190); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      say "$port"
      return
    fi
  done
  fail "No port from 8090 to 8190 is free: name one with --port."
}

start_jenkins() {
  local home=$1 port=$2 seed=$3 since=$SECONDS log=$LOGS/jenkins.log
  mkdir -p "$LOGS"
  say "building the plugin and starting Jenkins; its log is $log"
  DEMO_URL="http://localhost:$port/jenkins/" DEMO_SEED=$seed CASC_JENKINS_CONFIG="$TOP/src/demo/jenkins.yaml" \
    "$MVN" -B -ntp -DskipTests -Dspotless.check.skip=true -Dcheckstyle.skip -Dspotbugs.skip \
    -DjenkinsHome="$home" -Dport="$port" -Dhost=127.0.0.1 \
    -Djenkins.model.Jenkins.slaveAgentPort=-1 -Djenkins.model.Jenkins.slaveAgentPortEnforce=true \
    -Dio.spotagents.provider.local.allowed=true -Dhudson.model.UpdateCenter.never=true \
    hpi:run >"$log" 2>&1 </dev/null &
  RUNNING=$!
  trap stop_and_leave INT TERM
  until grep -q 'Jenkins is fully up and running' "$log"; do
    if ! kill -0 "$RUNNING" 2>/dev/null || [ $((SECONDS - since)) -ge "$JENKINS_START_SECONDS" ]; then
      tail -n "$LINES_OF_A_FAILURE" "$log"
      stop_jenkins
      fail "Jenkins did not start."
    fi
    [ ! -t 1 ] || printf '\r\033[Kstarting Jenkins ... %s ' "$(elapsed "$since")"
    sleep 1
  done
  [ ! -t 1 ] || printf '\r\033[K'
  say "Jenkins is up after $(elapsed "$since"): http://localhost:$port/jenkins/"
}

watch_demo() {
  local home=$1 url=$2 since=$SECONDS shown=0 lines
  until [ -s "$home/demo.json" ]; do
    lines=$(awk "END { print NR }" "$home/demo.progress" 2>/dev/null || echo 0)
    if [ "$lines" -gt "$shown" ]; then
      tail -n "+$((shown + 1))" "$home/demo.progress"
      shown=$lines
    fi
    if ! kill -0 "$RUNNING" 2>/dev/null || [ $((SECONDS - since)) -ge "$JENKINS_DEMO_SECONDS" ]; then
      stop_jenkins
      fail "The demo did not end; see $LOGS/jenkins.log and ${url}job/pipeline/"
    fi
    sleep 1
  done
  tail -n "+$((shown + 1))" "$home/demo.progress"
  say "summary: $(cat "$home/demo.json")"
}

# Instances outlive their controller on purpose, so they are told to end.
stop_jenkins() {
  local ended=$SECONDS instance
  for instance in target/demo-home/spot-agents/sources/*/*/i-*; do
    [ -d "$instance" ] && [ ! -e "$instance/ended" ] && : >"$instance/end"
  done
  if [ -n "$RUNNING" ]; then
    kill "$RUNNING" 2>/dev/null
    while kill -0 "$RUNNING" 2>/dev/null && [ $((SECONDS - ended)) -lt 60 ]; do
      sleep 1
    done
  fi
  RUNNING=
}

stop_and_leave() {
  stop_jenkins
  exit 130
}
