/**
 * Files that programs run or obey without anybody running the project, by the program that does. A pattern is the end
 * of a path, in small or capital letters; `*` stands for any characters of one name, `/**` for a folder and all in it.
 *
 * Deliberately not here: files that only speak to models (AGENTS.md, CLAUDE.md, rules of editors in a file of their
 * own), `.gitattributes` (what it names must be configured), and what merely chooses a version (`.nvmrc`).
 */

export interface GuardedRow {
  readonly kind: string;
  /** Separated by blanks. */
  readonly patterns: string;
  /** Goes on after "asked because"; `%` is the file. */
  readonly reason: string;
  /** Written by package managers all the time, so that no sandbox can keep it as it is. */
  readonly isInstalled?: true;
}

/** Changed without a question only by a rule that names them. */
export const GUARDED: readonly GuardedRow[] = [
  {
    kind: 'git',
    patterns: '.git/** .gitmodules .gitconfig .config/git/** *.git/hooks/** *.git/config commondir',
    reason: 'git runs what % says',
  },
  {
    kind: 'hook managers',
    patterns:
      '.husky/** .githooks/** .git-hooks/** lefthook*.yml lefthook*.yaml lefthook*.toml lefthook*.json .lefthook*.yml ' +
      '.lefthook*.yaml .lefthook*.toml .lefthook*.json .lefthook/** .lefthook-local/** .pre-commit-config.yaml ' +
      'lint-staged.config.* .lintstagedrc* commitlint.config.* .commitlintrc* .overcommit.yml .git-hooks.json ' +
      '.simple-git-hooks.* simple-git-hooks.* .huskyrc* husky.config.*',
    reason: 'git hooks run what % says',
  },
  {
    kind: 'version control',
    patterns: '.hg/** .hgrc .jj/** .svn/** .sl/** .repo/**',
    reason: 'version control runs what % says',
  },
  { kind: 'meanwhile', patterns: '.meanwhile/**', reason: 'meanwhile itself runs what % says' },
  {
    kind: 'agents',
    patterns:
      '.claude/** .claude.json .mcp.json .cursor/** .codex/** .gemini/** .aider*.yml .continue/** .continuerc.json ' +
      '.windsurf/** .codeium/** .opencode/** opencode.json opencode.jsonc .roo/** .cline/** .kilocode/** .kiro/** .amazonq/** ' +
      '.qwen/** .junie/** .trae/** .augment/** .factory/** .goose/** .crush.json crush.json .amp/**',
    reason: 'other coding agents run what % says',
  },
  {
    kind: 'editors',
    patterns:
      '.vscode/** *.code-workspace .idea/** .devcontainer/** .devcontainer.json .zed/** .fleet/** .vs/** .theia/** .nova/** ' +
      '.vimrc _vimrc .exrc .nvimrc .nvim.lua .lvimrc .local.vimrc .vim/** .config/nvim/** .dir-locals.el .dir-locals-2.el ' +
      '.emacs .emacs.d/** .helix/** .sublime-project *.sublime-project .ycm_extra_conf.py .settings/**',
    reason: 'editors run what % says',
  },
  {
    kind: 'debuggers and consoles',
    patterns:
      '.gdbinit .gdbearlyinit .lldbinit* .irbrc .pryrc .Rprofile .Renviron .ghci .pdbrc .iex.exs .ocamlinit .psqlrc .sqliterc',
    reason: 'debuggers and consoles run what % says',
  },
  {
    kind: 'environments',
    patterns:
      '.envrc .direnvrc .config/direnv/** .autoenv* .in .out .loadenv .tool-versions mise.toml mise.*.toml .mise.toml ' +
      '.mise.*.toml .mise/** .config/mise.toml .config/mise/** .rtx.toml .rtx/** .asdfrc',
    reason: 'shells run what % says as soon as they enter its folder',
  },
  {
    kind: 'shells',
    patterns:
      '.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .zlogout ' +
      '.kshrc .cshrc .tcshrc .login .logout .config/fish/** .inputrc .screenrc .tmux.conf .config/tmux/** .xinitrc ' +
      '.xprofile .xsession .xsessionrc .pam_environment .config/autostart/** .config/systemd/** .config/environment.d/** ' +
      '.ssh/**',
    reason: 'every new shell or session runs what % says',
  },
  {
    kind: 'package managers',
    patterns:
      '.npmrc .yarnrc .yarnrc.yml .yarn/releases/** .yarn/plugins/** .yarn/sdks/** .pnpmfile.* .cargo/config .cargo/config.toml ' +
      'rust-toolchain rust-toolchain.toml .bundle/config .gemrc .mvn/** gradle/wrapper/** .gradle/init.d/** nuget.config ' +
      '.nuget/** tools/bazel',
    reason: 'package managers and toolchains run what % says',
  },
  {
    kind: 'Python',
    patterns: 'conftest.py sitecustomize.py usercustomize.py *.pth pyvenv.cfg',
    reason: 'Python runs % by itself',
  },
  {
    kind: 'CI',
    patterns:
      '.github/workflows/** .github/actions/** .gitea/workflows/** .forgejo/workflows/** .gitlab-ci.yml .gitlab-ci.yaml ' +
      '.gitlab/ci/** .circleci/** Jenkinsfile azure-pipelines*.yml azure-pipelines*.yaml .azure-pipelines/** .travis.yml ' +
      '.buildkite/** .woodpecker.yml .woodpecker.yaml .woodpecker/** .drone.yml .drone.star .cirrus.yml .cirrus.star ' +
      'bitbucket-pipelines.yml appveyor.yml .appveyor.yml .semaphore/** .teamcity/** .builds/** .build.yml buildspec.yml ' +
      'cloudbuild.yaml',
    reason: 'the CI server runs what % says',
  },
  {
    kind: 'installed packages',
    patterns: 'node_modules/** .venv/** site-packages/** .pnp.* .yarn/**',
    reason: '% belongs to installed packages, which others run',
    isInstalled: true,
  },
];

/** Everyday files that run with the project. They are no reason to ask, but a question about one of them says so. */
export const RUN_WITH_PROJECT: readonly GuardedRow[] = [
  {
    kind: 'build',
    patterns:
      'package.json pnpm-workspace.yaml lerna.json turbo.json nx.json deno.json deno.jsonc bunfig.toml binding.gyp Makefile ' +
      'GNUmakefile *.mk justfile .justfile Taskfile.yml Taskfile.yaml CMakeLists.txt CMakePresets.json CMakeUserPresets.json ' +
      '*.cmake meson.build BUILD BUILD.bazel WORKSPACE MODULE.bazel *.bzl .bazelrc Cargo.toml build.rs pyproject.toml ' +
      'setup.py setup.cfg noxfile.py tox.ini Pipfile poetry.toml uv.toml pip.conf requirements*.txt Gemfile Rakefile ' +
      '*.gemspec composer.json go.mod go.work pom.xml mvnw mvnw.cmd gradlew gradlew.bat build.gradle build.gradle.kts ' +
      'settings.gradle settings.gradle.kts init.gradle gradle.properties build.sbt project/plugins.sbt mix.exs stack.yaml ' +
      'cabal.project *.csproj *.props *.targets global.json flake.nix shell.nix default.nix devbox.json Vagrantfile ' +
      'Procfile Dockerfile docker-compose*.yml docker-compose*.yaml compose.yaml compose.yml Tiltfile skaffold.yaml ' +
      '*.tf ansible.cfg vite.config.* webpack.config.* rollup.config.* next.config.* svelte.config.* babel.config.* ' +
      '.babelrc* postcss.config.* tailwind.config.* metro.config.* .swcrc tsconfig*.json',
    reason: 'the build runs what % says',
  },
  {
    kind: 'tests',
    patterns:
      'vitest.config.* vitest.setup.* vitest.workspace.* jest.config.* jest.setup.* karma.conf.* playwright.config.* ' +
      'cypress.config.* .mocharc* nyc.config.* pytest.ini .rspec phpunit.xml phpunit.xml.dist',
    reason: 'the tests run what % says',
  },
  {
    kind: 'linters',
    patterns:
      'eslint.config.* .eslintrc* prettier.config.* .prettierrc* stylelint.config.* .stylelintrc* .pylintrc .flake8 mypy.ini ' +
      'ruff.toml .rubocop.yml .golangci.yml',
    reason: 'linters run what % says',
  },
  {
    kind: 'deployment',
    patterns: 'vercel.json netlify.toml fly.toml serverless.yml serverless.yaml',
    reason: 'the next deployment runs what % says',
  },
];
