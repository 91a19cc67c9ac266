#!/bin/sh
# Two machines, one remote, two plans at once: started, worked on, reported, written back, merged.
#
#   src/test/scripts/side-by-side.sh target/pawl/bin/pawl [FOLDER]
#
# Two clones stand for two machines; each has its own PAWL_HOME and host name. Every step prints what
# a person would type. Ends with 0 when all came as it should, and leaves the folder to look at.
set -eu

pawl=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
folder=${2:-$(mktemp -d)}
mkdir -p "$folder"
cd "$folder"

# Nothing of the person who runs this: no settings, no identity, no signing.
export HOME="$folder/home" GIT_CONFIG_NOSYSTEM=1
unset PAWL_PLAN PAWL_EXECUTOR XDG_CONFIG_HOME XDG_STATE_HOME XDG_RUNTIME_DIR
mkdir -p "$HOME"
git config --global user.name "Ann"
git config --global user.email "ann@example.com"
git config --global init.defaultBranch main
git config --global advice.detachedHead false

on() { # on MACHINE DIR COMMAND...
    machine=$1
    place=$2
    shift 2
    printf '%s$ %s\n' "$machine" "$*"
    if [ "$1" = pawl ]; then
        shift
        (cd "$folder/$place" && PAWL_HOME="$folder/state-$machine" PAWL_HOST="$machine" "$pawl" "$@")
    else
        (cd "$folder/$place" && "$@")
    fi
}

refused() { # the same, and it must be refused for a reason: exit code 1
    code=0
    on "$@" || code=$?
    [ "$code" = 1 ] || fail "exit code $code, expected a refusal"
}

fail() {
    echo "side-by-side: $*" >&2
    exit 1
}

says() { # says TEXT FILE: it was printed
    grep -q -- "$1" "$2" || fail "expected '$1' in: $(cat "$2")"
}

echo "# A repository with two plans, cloned on two machines"
git init -q --bare remote.git
git clone -q remote.git alpha 2>/dev/null
mkdir alpha/plans alpha/src
for plan in NET TOWER; do
    cat > "alpha/plans/$plan.md" <<PLAN
---
id: $plan
type: plan
title: The plan $plan
status: ready
files: [src/$plan.txt]
---

## Build it

\`\`\`task
id: $plan-T01
status: todo
\`\`\`

## Describe it

\`\`\`task
id: $plan-T02
status: todo
\`\`\`
PLAN
    echo "nothing yet" > "alpha/src/$plan.txt"
done
on alpha alpha pawl init
on alpha alpha git add -A
on alpha alpha git commit -q -m "two plans"
on alpha alpha git push -q -u origin main
git clone -q remote.git beta
on beta beta pawl init

echo "# Each machine starts one; the other's is refused"
on alpha alpha pawl plan start NET
on beta beta pawl plan start TOWER
refused alpha alpha pawl plan start TOWER 2> refusal.txt
says "beta" refusal.txt
cat refusal.txt
refused beta beta pawl plan claim NET

echo "# Both work, each in the worktree of its plan, and report there"
on alpha alpha/worktrees/plan-NET sh -c 'echo cables > src/NET.txt && git commit -q -a -m "net: cables"'
on beta beta/worktrees/plan-TOWER sh -c 'echo stones > src/TOWER.txt && git commit -q -a -m "tower: stones"'
on alpha alpha/worktrees/plan-NET pawl task done NET-T01 NET-T02
on beta beta/worktrees/plan-TOWER pawl task done TOWER-T01
on alpha alpha/worktrees/plan-NET pawl fix-consistency --remote
on beta beta/worktrees/plan-TOWER pawl fix-consistency --remote

echo "# Each hears of the other's work"
on beta beta pawl task list | tee list.txt
says "NET-T01 *✓ done" list.txt

echo "# What is not finished is not completed, and says all that is missing"
refused beta beta pawl plan complete TOWER 2> refusal.txt
cat refusal.txt
says "TOWER-T02 is todo" refusal.txt
says "not merged into main" refusal.txt

echo "# Completed, merged, pushed"
on alpha alpha pawl plan complete NET --merge --push
on beta beta/worktrees/plan-TOWER pawl task done TOWER-T02
refused beta beta pawl plan complete TOWER --merge 2> refusal.txt
cat refusal.txt
says "main is behind origin" refusal.txt
on beta beta git pull -q --ff-only
on beta beta pawl plan complete TOWER --merge --push

echo "# All of it is in commits, on both machines and on the remote"
on alpha alpha git pull -q --ff-only
on alpha alpha git log --graph --oneline | tee log.txt
for commit in "chore(plan): start NET" "chore(plan): start TOWER" \
    "chore(plan): complete NET" "chore(plan): complete TOWER" \
    "chore(consistency): sync task status from DB" "net: cables" "tower: stones"; do
    says "$commit" log.txt
done
on alpha alpha pawl plan list | tee plans.txt
[ "$(grep -c "✓ done" plans.txt)" = 2 ] || fail "two plans should be done"
on alpha alpha pawl check --strict
on beta beta pawl check --strict

echo "# The worktrees may go"
on alpha alpha pawl worktree remove NET
on beta beta pawl worktree remove TOWER
[ "$(git -C alpha worktree list | wc -l)" = 1 ] || fail "alpha has a worktree left"
for clone in alpha beta remote.git; do
    git -C "$clone" fsck --strict > fsck.txt 2>&1 || fail "$(cat fsck.txt)"
done
echo "# Played: $folder"
