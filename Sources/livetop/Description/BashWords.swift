/// What bash needs beside the script that is made from the commands: `@last` and `tag:NAME` hold characters which bash
/// takes for the ends of words.
enum BashWords {
    /// Puts the words together again, asks, and leaves out of the answers what readline has in hand already: all up to
    /// the last colon (a leading `@` it does not count). An `@` in a name of livetop needs no backslash.
    static let script = """
        _livetop_whole_words() {
            local -a whole=()
            local -i cursor=0 index=0
            local rest="${COMP_LINE}" word
            for word in "${COMP_WORDS[@]}"; do
                if [[ ${#whole[@]} -gt 0 && "${rest}" != [[:space:]]* && ("${word}" == [@:]* || "${whole[-1]}" == *[@:]) ]]; then
                    whole[-1]+="${word}"
                else
                    whole+=("${word}")
                fi
                [[ ${index} -ne ${COMP_CWORD} ]] || cursor=${#whole[@]}-1
                index+=1
                rest="${rest#*"${word}"}"
            done
            local -a COMP_WORDS=("${whole[@]}")
            local -i COMP_CWORD=${cursor}
            local current="${COMP_WORDS[COMP_CWORD]}"
            _livetop "${1}" "${current}" "${COMP_WORDS[COMP_CWORD - 1]}"
            local taken="${current%"${current##*:}"}"
            [[ -z "${taken}" ]] || COMPREPLY=("${COMPREPLY[@]#"${taken}"}")
            [[ "${current}" != @* ]] || compopt -o noquote 2>/dev/null
        }

        complete -o filenames -F _livetop_whole_words livetop
        """
}
