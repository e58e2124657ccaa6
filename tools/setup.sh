#!/bin/sh
# Looks at what the machine has before anything is built. Go must be there;
# a C compiler is wanted for the race detector only. A missing compiler is
# installed when we are root, and named with its exact command when not.
# `setup.sh races` only tells, by its exit code, whether the detector can run.
set -u
cd "$(dirname "$0")/.."

say() { printf '%s\n' "setup: $*" >&2; }

no_go() {
	say "$1"
	say "hint: install Go with these commands (as root or with sudo), then run make again:"
	command -v curl >/dev/null 2>&1 || say "  apt-get install -y curl ca-certificates"
	say "  curl -fL https://go.dev/dl/go1.26.8.linux-$(arch_of_go).tar.gz -o go1.26.8.tar.gz"
	say "  rm -rf /usr/local/go && tar -C /usr/local -xzf go1.26.8.tar.gz"
	exit 1
}

arch_of_go() {
	case "$(uname -m)" in
	aarch64 | arm64) echo arm64 ;;
	*) echo amd64 ;;
	esac
}

command -v go >/dev/null 2>&1 || no_go "no go command on the PATH, in /usr/local/go/bin or in /usr/lib/go-1.26/bin"
# Inside the module, an older go fetches the version go.mod asks for, or says why not.
version=$(go env GOVERSION 2>&1) || no_go "$version"
case "$version" in
go1.2[6-9]* | go1.[3-9][0-9]* | go[2-9]*) ;;
*) no_go "$version is too old: Go 1.26 is needed" ;;
esac

# has_compiler asks for the program go would call; CC may hold flags too.
has_compiler() {
	command -v "$(go env CC | cut -d ' ' -f 1)" >/dev/null 2>&1
}

if [ "${1:-}" = races ]; then
	has_compiler && [ "$(go env CGO_ENABLED)" = 1 ]
	exit
fi

if ! has_compiler; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
		say "installing gcc, for the race detector: apt-get install -y gcc libc6-dev"
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc libc6-dev; } >&2 </dev/null ||
			say "could not install it; going on without the race detector"
	else
		say "no C compiler, so tests run without the race detector"
		say "hint: sudo apt-get install -y gcc libc6-dev"
	fi
fi

if ! go mod download >&2 </dev/null; then
	say "could not fetch the modules of go.mod"
	say "hint: the first build needs the network, or a GOPROXY that has them; if certificates are missing: sudo apt-get install -y ca-certificates"
	exit 1
fi
