#!/bin/sh
# Takes guards out of the code, one at a time, and says which test finds it.
#
#   src/test/scripts/mutations.sh              all of src/test/mutations
#   src/test/scripts/mutations.sh N01 N50      those whose names begin so
#
# Each patch takes out one guard. It is applied in a copy of what is committed, compiled without the
# linters, and the test classes that its "Tests:" line names are run. Exit code 1 when a guard can go
# and no test fails, or a patch does not apply any more. Needs a JDK 25: JDK, or the one in
# /usr/lib/jvm; and a ~/.m2 that has built pawl once.
set -eu
top=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
JDK=${JDK:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}
export LC_ALL=C.UTF-8

git -C "$top" archive --prefix=tree/ HEAD | tar -x -C "$work"
cp -r "$top/src/test/mutations" "$work/mutations"
cd "$work/tree"
git init -q . && git add -A && git -c user.name=m -c user.email=m@x commit -qm tree
mvn -q -o -B -ntp -Dstyle.color=never resources:resources resources:testResources dependency:build-classpath \
  -Dmdep.outputFile="$work/jars" > "$work/mvn.log" 2>&1 || { cat "$work/mvn.log"; exit 1; }
jars=$(cat "$work/jars")

compile() { # CLASSES FILE...: with what is in target/classes
  to=$1 && shift
  "$JDK/bin/javac" -J-XX:TieredStopAtLevel=1 -nowarn -proc:none --release 25 -encoding UTF-8 \
    -cp "target/classes:$jars" -d "$to" "$@" > "$work/javac.log" 2>&1
}
mkdir -p target/classes target/test-classes
# shellcheck disable=SC2046 # names without spaces
compile target/classes $(git ls-files 'src/main/java/*.java')
# shellcheck disable=SC2046
compile target/test-classes $(git ls-files 'src/test/java/*.java')
cp -r target/classes "$work/classes"

passes() { # TESTS: whether these classes pass
  mvn -q -o -B -ntp -Dstyle.color=never surefire:test -Dtest="$1" -Djvm="$JDK/bin/java" \
    -Dsurefire.skipAfterFailureCount=1 > "$work/test.log" 2>&1
}

judge() { # PATCH: prints what found it; fails when nothing did
  git apply --recount "$1" 2> "$work/apply.log" ||
    { echo "does not apply: $(head -n 1 "$work/apply.log")"; return 1; }
  # shellcheck disable=SC2046
  compile target/classes $(git diff --name-only) ||
    { echo "does not compile: $(head -n 1 "$work/javac.log")"; return 1; }
  tests=$(sed -n 's/^Tests: //p' "$1")
  if passes "$tests"; then
    echo "NOTHING, of $tests"
    return 1
  fi
  # The last part of a name that is printed as Class.method:line, or Class.method » what it threw.
  sed -n 's/^\[ERROR\] *\([A-Z][A-Za-z]*\(Test\|IT\)[.][A-Za-z]*\).*/\1/p' "$work/test.log" |
    head -n 1 | grep . || { echo "the tests did not run: $(grep -m 1 ERROR "$work/test.log")"; return 1; }
}

chosen=""
for patch in "$work"/mutations/*.patch; do
  name=$(basename "$patch" .patch)
  wanted=$([ $# -eq 0 ] && echo yes || echo no)
  for prefix; do case $name in "$prefix"*) wanted=yes ;; esac; done
  [ "$wanted" = no ] || chosen="$chosen $name"
done

# A test that fails anyway would find everything.
tests=$(for name in $chosen; do sed -n 's/^Tests: //p' "$work/mutations/$name.patch"; done |
  tr ',' '\n' | sort -u | paste -s -d , -)
passes "$tests" || { echo "without any patch: $(grep -m 3 '^\[ERROR\]' "$work/test.log")"; exit 1; }

left=0
for name in $chosen; do
  patch=$work/mutations/$name.patch
  found=$(judge "$patch") || left=1
  echo "| $name | $(sed -n 's/^Takes out: //p' "$patch") | $found |"
  git checkout -q -- .
  rm -rf target/classes && cp -r "$work/classes" target/classes
done
exit $left
