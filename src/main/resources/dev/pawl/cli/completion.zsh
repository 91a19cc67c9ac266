#compdef pawl
# Completes command lines of pawl in zsh. Written by: pawl completion zsh

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

# Words of a repository reach compadd as they are, and compadd quotes them.
_pawl_offer_kind() {
  local -a lines ids titles
  local line
  case $1 in
    \=*) compadd -- ${(s:,:)${1#=}} ;;
    tasks | plans | statuses)
      lines=(${(f)"$(pawl $folder complete-words $1 "$PREFIX" 2>/dev/null)"})
      for line in $lines; do
        ids+=("${line%%$'\t'*}")
        titles+=("${line/$'\t'/  }")
      done
      if [[ -z $ids || -n ${(M)ids:#${(b)PREFIX}*} ]]; then
        (( $#ids )) && compadd -l -d titles -a ids
      else
        # What was typed is short for these.
        compadd -U -l -d titles -a ids
      fi
      ;;
    files) _files ;;
    folders) _files -/ ;;
  esac
}

_pawl() {
  local where='' before='' word next kind='' place
  local -a commands others options values folder
  local -i i
  _pawl_table ''
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ $before == -C ]]; then
      folder=(-C $word)
    fi
    if [[ -n ${(M)commands:#${(b)word}:*} || -n ${(M)others:#${(b)word}} ]]; then
      where=${where:+$where }$word
      _pawl_table $where
    fi
    before=$word
  done
  if [[ $PREFIX == --*=* ]]; then
    before=${PREFIX%%=*}
    compset -P '*='
  fi
  for next in $values; do
    if [[ ${next%%:*} == $before ]]; then
      kind=${next#*:}
    fi
  done
  if [[ -n $kind ]]; then
    _pawl_offer_kind $kind
  elif [[ $PREFIX == -* ]]; then
    compadd -- $options
  else
    (( $#commands )) && _describe -t commands 'command' commands
    _pawl_offer_kind $place
  fi
}

if [[ $funcstack[1] == _pawl ]]; then
  _pawl "$@"
else
  compdef _pawl pawl
fi
