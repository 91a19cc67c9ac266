# Completes command lines of pawl in fish. Written by: pawl completion fish

# Whether the words before the cursor name this command, and none below it.
function __pawl_at
    set -l path ''
    set -l known @NAMES@
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        if test "$word" = -C
            set skip 1
            continue
        end
        set -l next (string trim -- "$path $word")
        if contains -- "$next" $known
            set path "$next"
        end
    end
    test "$path" = "$argv[1]"
end

# Words of this repository, with their titles; fish takes them as they are.
function __pawl_words
    set -l folder
    set -l before ''
    for word in (commandline -opc)
        if test "$before" = -C
            set folder -C $word
        end
        set before "$word"
    end
    set -l typed (commandline -ct)
    set -l lines (pawl $folder complete-words $argv[1] $typed 2>/dev/null)
    # fish offers only what holds the letters that were typed; t1 for NET-T01 stays, and says what it is.
    if test (count $lines) = 1; and not string match -qi -- "*$typed*" (string split -m1 \t -- $lines)[1]
        printf '%s\t%s\n' $typed (string replace \t '  ' -- $lines)
    else
        printf '%s\n' $lines
    end
end

@PATHS@
