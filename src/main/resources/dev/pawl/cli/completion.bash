# Completes command lines of pawl in bash (3.2 or newer). Written by: pawl completion bash

_pawl_table() {
  commands=()
  others=()
  options=()
  values=()
  place=none
  case $1 in
@PATHS@
  esac
}

# Adds what begins with this. Words of a repository are compared, never expanded.
_pawl_offer() {
  local word
  while IFS= read -r word; do
    word=${word%%$'\t'*}
    if [[ -n $word && $word == "$1"* ]]; then
      COMPREPLY[${#COMPREPLY[@]}]=$(printf '%q' "$word")
    fi
  done
}

_pawl_offer_kind() {
  case $1 in
    '='*) tr ',' '\n' <<<"${1#=}" ;;
    tasks | plans | statuses) pawl ${folder[@]+"${folder[@]}"} complete-words "$1" "$cur" 2>/dev/null ;;
    files) compgen -f -- "$cur" ;;
    folders) compgen -d -- "$cur" ;;
  esac
}

_pawl() {
  local cur=${COMP_WORDS[COMP_CWORD]} path='' before='' i word next kind=''
  local commands others options values place folder=()
  COMPREPLY=()
  _pawl_table ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == '=' ]]; then
      continue
    fi
    if [[ $before == -C ]]; then
      folder=(-C "$word")
    fi
    for next in ${commands[@]+"${commands[@]}"} ${others[@]+"${others[@]}"}; do
      if [[ $next == "$word" ]]; then
        path=${path:+$path }$word
        _pawl_table "$path"
        break
      fi
    done
    before=$word
  done
  if [[ $cur == '=' ]]; then
    cur=''
  fi
  for next in ${values[@]+"${values[@]}"}; do
    if [[ ${next%%:*} == "$before" ]]; then
      kind=${next#*:}
    fi
  done
  if [[ -n $kind ]]; then
    place=$kind
    commands=()
  elif [[ $cur == -* ]]; then
    _pawl_offer "$cur" < <(printf '%s\n' "${options[@]}")
    return
  fi
  if [[ $place == files || $place == folders ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do
      COMPREPLY[${#COMPREPLY[@]}]=$word
    done < <(_pawl_offer_kind "$place")
    return
  fi
  _pawl_offer "$cur" < <(printf '%s\n' ${commands[@]+"${commands[@]}"})
  case $place in
    # These may be typed short: pawl knows which are meant.
    tasks | plans | statuses) _pawl_offer '' < <(_pawl_offer_kind "$place") ;;
    *) _pawl_offer "$cur" < <(_pawl_offer_kind "$place") ;;
  esac
}

complete -F _pawl pawl
