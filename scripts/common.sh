# What the scripts share: saying what is done, installing what is missing, building.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PACKAGES=(cmake ninja-build g++ ccache pkg-config python3
  libboost1.81-dev libsqlitecpp-dev libsqlite3-dev nlohmann-json3-dev libcurl4-openssl-dev libssl-dev
  libspdlog-dev libgtest-dev libvalijson-dev libre2-dev libutf8proc-dev libpugixml-dev libcli11-dev
  libcpp-httplib-dev libbenchmark-dev librapidcheck-dev libcjson-dev)

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_missing PACKAGE...: asks apt only for what is not there, so that a second run costs nothing.
install_missing() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    say "please install: ${missing[*]}"
    return 1
  fi
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# build PRESET [TARGET...]: configures once, then builds what changed.
build() {
  local preset=$1
  shift
  if [ ! -f "build/$preset/build.ninja" ]; then
    say "configuring (preset $preset)"
    cmake --preset "$preset" >/dev/null
  fi
  say "building${*:+: $*} (preset $preset)"
  cmake --build --preset "$preset" ${*:+--target "$@"}
}

# Graphviz draws, and other people's readers (BPMN, editors) check, what lianban writes: tests only.
install_outside_readers() {
  install_missing graphviz abigail-tools
  command -v npm >/dev/null || install_missing nodejs npm
  [ tests/node/node_modules -nt tests/node/package-lock.json ] && return 0
  say "installing the node packages of the tests"
  npm ci --prefix tests/node --no-audit --no-fund --silent
  touch tests/node/node_modules
}

# What the tests of bindings/python need beside python3: mypy, and setuptools for making the wheel
# without the network.
install_python_tools() {
  local tools=tests/hosts/python
  python3 -c 'import ensurepip, venv' 2>/dev/null || install_missing python3-venv
  [ "$tools/venv" -nt "$tools/requirements.txt" ] && return 0
  say "installing the python packages of the tests"
  rm -rf "$tools/venv" "$tools/wheels"
  python3 -m venv "$tools/venv"
  local pip=("$tools/venv/bin/pip" --quiet --disable-pip-version-check)
  "${pip[@]}" download --dest "$tools/wheels" -r "$tools/requirements.txt"
  "${pip[@]}" install --no-index --find-links "$tools/wheels" -r "$tools/requirements.txt"
  touch "$tools/venv"
}

# What the tests of bindings/java and examples/portal_java need: fetched once into Maven's own
# repository, which later runs use without the network. One cheap test makes Maven fetch what only
# running tests needs.
install_java_packages() {
  local poms=(bindings/java/pom.xml examples/portal_java/pom.xml) fetched=build/hosts/java
  command -v mvn >/dev/null || install_missing openjdk-17-jdk-headless maven
  [ "$fetched/done" -nt "${poms[0]}" ] && [ "$fetched/done" -nt "${poms[1]}" ] && return 0
  say "fetching the Java packages of the tests"
  mvn -q -B -f tests/hosts/java/pom.xml install -Dlianban.build="$PWD/$fetched" -Dtest=TextTest \
    -Dsurefire.failIfNoSpecifiedTests=false
  touch "$fetched/done"
}

# Stand-ins for .NET and Delphi, to try bindings/samples.
install_sample_compilers() {
  install_missing mono-mcs mono-runtime fp-compiler
}

# What the tests of bindings/node need beside node: koffi, and TypeScript for its types.
install_node_host() {
  command -v npm >/dev/null || install_missing nodejs npm
  [ bindings/node/node_modules -nt bindings/node/package-lock.json ] && return 0
  say "installing the node packages of bindings/node"
  npm ci --prefix bindings/node --no-audit --no-fund --silent
  touch bindings/node/node_modules
}
