#!/usr/bin/env bash
# What `./dev` promises, tried on a toy checkout with a blank in its path and a tiny program.
# Usage: dev_test.sh PATH_OF_DEV
set -u

dev=$(readlink -f -- "$1")
home=$(mktemp -d -p /tmp)  # another user must come in, which a private TMPDIR forbids
trap 'rm -rf -- "$home"' EXIT
chmod 755 "$home"
toy="$home/a toy"
fake="$home/fake"
failures=0
unset DURASIM_BUILD_DIR DURASIM_SETUP
export CCACHE_DISABLE=1

mkdir -p "$toy/cli" "$toy/tests/toys" "$fake"
cp "$dev" "$toy/dev"
printf "project('toy', 'cpp')\nsubdir('cli')\nsubdir('tests/toys')\n" >"$toy/meson.build"
printf "executable('durasim', 'main.cpp')\n" >"$toy/cli/meson.build"
cat >"$toy/cli/main.cpp" <<'END'
#include <cstdio>
#include <cstdlib>
int main(int count, char** words) {
  for (int i = 1; i < count; ++i) std::printf("[%s]", words[i]);
  return count > 2 ? std::atoi(words[2]) : 0;
}
END
cat >"$toy/tests/toys/meson.build" <<'END'
toys = executable('test_toys', 'bear_test.cpp')
test('toys', toys, args: ['5', '0'])
test('plain', toys, args: ['0', '0'], suite: 'few')
test('broken', toys, args: ['3', '2'], suite: 'few')
END
cat >"$toy/tests/toys/bear_test.cpp" <<'END'
#include <cstdio>
#include <cstdlib>
#include <cstring>
int main(int count, char** words) {
  const int passed = std::atoi(words[1]);
  const int failed = std::atoi(words[2]);
  if (count > 3 && std::strcmp(words[3], "--source-file=*/bear_test.cpp") != 0) return 1;
  if (passed + failed > 0) {
    std::printf("[doctest] test cases: %d | %d passed | %d failed | 0 skipped\n", passed + failed,
                passed, failed);
  }
  return failed > 0 ? 1 : 0;
}
END

# says SENTENCE EXPECTED_STATUS EXPECTED_TEXT COMMAND...: runs it far from the checkout.
says() {
  local sentence=$1 status=$2 text=$3 output
  shift 3
  output=$(cd / && "$@" 2>&1 </dev/null)
  local got=$?
  if [[ $got == "$status" && $output == *"$text"* ]]; then
    printf 'ok      %s\n' "$sentence"
  else
    printf 'NOT OK  %s\n        status %s, expected %s with: %s\n%s\n' \
      "$sentence" "$got" "$status" "$text" "$output"
    failures=$((failures + 1))
  fi
}

says 'a program gets its words and gives its exit code' 7 '[run][7][a b]' "$toy/dev" run 7 'a b'
says 'another verb is the program'"'"'s' 0 '[schema]' "$toy/dev" schema
says 'no verb is answered with the page of verbs' 2 'usage: ./dev' "$toy/dev"
says 'doctest cases are counted, other tests are one each' 1 '9 passed, 2 failed' "$toy/dev" test
says 'one test alone' 0 '5 passed, 0 failed' "$toy/dev" test toys
says 'one suite alone' 1 '4 passed, 2 failed' "$toy/dev" test few
says 'one test file runs in its program only' 1 'passed, 2 failed' "$toy/dev" test bear
says 'an unknown test is an error' 1 '0 passed, 0 failed' "$toy/dev" test lion
says 'an unknown test names those there are' 1 'broken plain toys' "$toy/dev" test lion

mv "$toy" "$home/a moved toy"
toy="$home/a moved toy"
says 'a moved checkout is set up anew' 3 '[run][3]' "$toy/dev" run 3

echo 'int wrong = "";' >>"$toy/cli/main.cpp"
says 'what the compiler says is shown' 4 'invalid conversion' "$toy/dev" run 0
sed -i '$d' "$toy/cli/main.cpp"

says 'options for the build reach Meson' 4 'no_such_option' \
  env DURASIM_BUILD_DIR="$home/options" DURASIM_SETUP='-Dunity=on -Dno_such_option=1' "$toy/dev" run 0

touch "$fake/mine"
says 'a directory of something else is left alone' 4 'is no build directory' \
  env DURASIM_BUILD_DIR="$fake" "$toy/dev" run 0
[[ -e $fake/mine ]] || failures=$((failures + 1))
rm "$fake/mine"

# A machine on which a package is missing and nothing can be installed.
cat >"$fake/dpkg-query" <<'END'
#!/bin/sh
/usr/bin/dpkg-query "$@" | grep -v libcli11-dev
END
cat >"$fake/apt-get" <<'END'
#!/bin/sh
echo 'E: Failed to fetch, temporary failure resolving'
exit 100
END
printf '#!/bin/sh\nexit 1\n' >"$fake/sudo"
chmod 755 "$fake"/*
if ((EUID == 0)); then
  says 'without a network it says so' 4 'is the network' env PATH="$fake:$PATH" "$toy/dev" run 0
  other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
else
  other=()
fi
says 'without rights it names what to ask for' 4 'apt-get install --no-install-recommends libcli11' \
  "${other[@]}" env PATH="$fake:$PATH" "$toy/dev" run 0
if ((EUID == 0)); then
  mkdir "$home/elsewhere"
  chown 65534 "$home/elsewhere"
  says 'a checkout that cannot be written names the way out' 4 'DURASIM_BUILD_DIR' \
    "${other[@]}" "$toy/dev" run 0
  says 'a build directory elsewhere serves it' 5 '[run][5]' \
    "${other[@]}" env HOME=/ DURASIM_BUILD_DIR="$home/elsewhere/build" "$toy/dev" run 5
fi

((failures == 0))
