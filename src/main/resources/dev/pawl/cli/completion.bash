# Completes command lines of pawl in bash (3.2 or newer). Written by: pawl completion bash

_pawl_table() {
  commands=()
  options=()
  values=()
  place=none
  case $1 in
@PATHS@
  esac
}

# Adds what begins with the word at the cursor. Words of a repository are compared, never expanded.
_pawl_offer() {
  local word
  while IFS= read -r word; do
    word=${word%%$'\t'*}
    if [[ -n $word && $word == "$cur"* ]]; then
      COMPREPLY[${#COMPREPLY[@]}]=$(printf '%q' "$word")
    fi
  done
}

_pawl_offer_kind() {
  case $1 in
    '='*) tr ',' '\n' <<<"${1#=}" ;;
    tasks | plans | statuses) pawl ${folder[@]+"${folder[@]}"} complete-words "$1" 2>/dev/null ;;
    files) compgen -f -- "$cur" ;;
    folders) compgen -d -- "$cur" ;;
  esac
}

_pawl() {
  local cur=${COMP_WORDS[COMP_CWORD]} path='' before='' i word next kind=''
  local commands options values place folder=()
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
    for next in ${commands[@]+"${commands[@]}"} fix; do
      if [[ $next == "$word" && ( $next != fix || -z $path ) ]]; then
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
    _pawl_offer < <(printf '%s\n' "${options[@]}")
    return
  fi
  if [[ $place == files || $place == folders ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do
      COMPREPLY[${#COMPREPLY[@]}]=$word
    done < <(_pawl_offer_kind "$place")
    return
  fi
  _pawl_offer < <(
    printf '%s\n' ${commands[@]+"${commands[@]}"}
    _pawl_offer_kind "$place"
  )
}

complete -F _pawl pawl
