# Shared by ./verify and ./demo: steps with progress and logs, Maven, and what can be built here.
# Sourced by bash with the repository's top as working directory.
# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is read there

LOGS=target/logs
MAVEN_FOR_PLUGIN_AT_LEAST=3.9.6
MAVEN_TO_FETCH=3.9.12
DEPENDENCY_PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
LINES_OF_A_FAILURE=60
MVN=mvn
WHY_NO_PLUGIN=

say() {
  printf '%s\n' "$*"
}

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

elapsed() {
  printf '%dm%02ds' $(((SECONDS - $1) / 60)) $(((SECONDS - $1) % 60))
}

# A command in the background does not hear Ctrl-C.
end_what_runs() {
  [ -z "$RUNNING" ] || kill "$RUNNING" 2>/dev/null
  exit 130
}
RUNNING=
trap end_what_runs INT TERM

# run TITLE MINUTES LOG COMMAND...: runs a command, its output in a log, with a line that shows the
# elapsed time; ends it if it takes longer. Answers with its exit status.
run() {
  local title=$1 minutes=$2 log=$3 status=0 since=$SECONDS told=$SECONDS
  shift 3
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null &
  RUNNING=$!
  while kill -0 "$RUNNING" 2>/dev/null; do
    if [ $((SECONDS - since)) -ge $((minutes * 60)) ]; then
      printf 'Stopped, as it took longer than %s minutes.\n' "$minutes" >>"$log"
      kill "$RUNNING"
    fi
    if [ -t 1 ]; then
      printf '\r\033[K%s ... %s ' "$title" "$(elapsed "$since")"
    elif [ $((SECONDS - told)) -ge 60 ]; then
      say "$title ... $(elapsed "$since")"
      told=$SECONDS
    fi
    sleep 1
  done
  wait "$RUNNING" || status=$?
  RUNNING=
  if [ -t 1 ]; then
    printf '\r\033[K'
  fi
  return "$status"
}

# step TITLE MINUTES COMMAND...: the same, and tells how it ended; shows the end of the log if it
# failed.
step() {
  local title=$1 minutes=$2 log since=$SECONDS status=0
  shift 2
  log=$LOGS/$(printf '%s' "$title" | tr -cs 'a-zA-Z0-9\n' '-').log
  run "$title" "$minutes" "$log" "$@" || status=$?
  if [ "$status" -eq 0 ]; then
    say "$title: done in $(elapsed "$since")"
  else
    say "$title: FAILED after $(elapsed "$since"), the end of $log:"
    tail -n "$LINES_OF_A_FAILURE" "$log"
  fi
  return "$status"
}

need_commands() {
  local command
  for command in java mvn tar; do
    command -v "$command" >/dev/null || fail "The command $command is needed and is not there."
  done
}

maven_version() {
  "$1" -v 2>/dev/null | sed -n 's/^.*Apache Maven \([0-9][0-9.]*\).*$/\1/p' | head -n 1
}

is_at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# Sets MVN to a Maven that can build the plugin: the installed one if it is new enough, else a
# current one, which the installed one fetches as an ordinary artifact, once.
choose_maven_for_plugin() {
  local cache=${XDG_CACHE_HOME:-$HOME/.cache}/spot-agents
  local home=$cache/apache-maven-$MAVEN_TO_FETCH draft
  if is_at_least "$MAVEN_FOR_PLUGIN_AT_LEAST" "$(maven_version mvn)"; then
    return 0
  fi
  if [ ! -x "$home/bin/mvn" ]; then
    mkdir -p "$cache" || return 1
    draft=$(mktemp -d "$cache/fetching.XXXXXX") || return 1
    step "fetch Maven $MAVEN_TO_FETCH" 5 fetch_maven "$draft" || return 1
    mv "$draft/apache-maven-$MAVEN_TO_FETCH" "$home" 2>/dev/null || [ -x "$home/bin/mvn" ] || return 1
    rm -rf "$draft"
  fi
  MVN=$home/bin/mvn
}

# Away from the repository, whose pom an old Maven cannot read.
fetch_maven() {
  cd "$1" || return 1
  mvn -B -ntp "$DEPENDENCY_PLUGIN:copy" -DoutputDirectory="$1" \
    -Dartifact="org.apache.maven:apache-maven:$MAVEN_TO_FETCH:tar.gz:bin" &&
    tar xzf "apache-maven-$MAVEN_TO_FETCH-bin.tar.gz"
}

# Sets WHY_NO_PLUGIN to the reason why the plugin cannot be built here; empty if it can.
find_out_whether_plugin_builds() {
  WHY_NO_PLUGIN=
  if [ ! -f pom.xml ]; then
    WHY_NO_PLUGIN="there is no pom.xml at the top"
  elif ! choose_maven_for_plugin; then
    WHY_NO_PLUGIN="Maven $MAVEN_FOR_PLUGIN_AT_LEAST is needed and $MAVEN_TO_FETCH cannot be had"
  elif ! resolve_plugin -o && ! resolve_plugin; then
    WHY_NO_PLUGIN=$(why_not_resolved)
  fi
}

# Parent, BOM, core and every library of the plugin: from the local repository, or from wherever
# Maven is configured to look.
resolve_plugin() {
  run "look for Jenkins' artifacts" 7 "$LOGS/jenkins-artifacts.log" \
    "$MVN" -B -ntp "$@" -f pom.xml dependency:resolve
}

why_not_resolved() {
  local parent
  parent=$(sed -n '/<parent>/,/<\/parent>/s/.*<version>\(.*\)<\/version>.*/\1/p' pom.xml)
  if grep -q "org.jenkins-ci.plugins:plugin:pom:$parent" "$LOGS/jenkins-artifacts.log"; then
    say "the parent org.jenkins-ci.plugins:plugin:$parent cannot be had"
  else
    say "see $LOGS/jenkins-artifacts.log: $(grep -m 1 'ERROR' "$LOGS/jenkins-artifacts.log" | cut -c 1-200)"
  fi
}
