/** Scripts that let a shell complete command lines of this program by asking it: `meanwhile completion words -- WORD…`. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

// bash: complete(1) falls back to file names when there are no candidates.
// zsh: compsys; `_describe` reads `word:help`, with colons of a word escaped.
// fish: candidates are `word<tab>help`; file names are offered beside them.
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# meanwhile completion for bash. In ~/.bashrc:  eval "$(meanwhile completion bash)"
_meanwhile() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
  done < <(meanwhile completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _meanwhile meanwhile
`,
  zsh: `#compdef meanwhile
# meanwhile completion for zsh. In ~/.zshrc, after compinit:  eval "$(meanwhile completion zsh)"
_meanwhile() {
  local line word
  local -a found
  while IFS= read -r line; do
    word=\${line%%$'\\t'*}
    found+=("\${word//:/\\\\:}:\${line#*$'\\t'}")
  done < <(meanwhile completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#found )); then
    _describe meanwhile found
  else
    _files
  fi
}
compdef _meanwhile meanwhile
`,
  fish: `# meanwhile completion for fish. In ~/.config/fish/config.fish:  meanwhile completion fish | source
function __meanwhile_words
  set -l before (commandline -opc)
  meanwhile completion words -- $before[2..-1] (commandline -ct) 2>/dev/null
end
complete -c meanwhile -a '(__meanwhile_words)'
`,
};
