# Untested: no Homebrew was at hand where this was written, and the addresses stand for where you keep releases. `make dist` writes the version and the checksum into it.
class Livetop < Formula
  desc "Proxy for the Gemini Live API that shows, records and explains calls"
  homepage "https://livetop.example"
  url "https://livetop.example/releases/livetop-@VERSION@-linux-x86_64.tar.gz"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "curl"
  depends_on :linux
  depends_on "ncurses"
  depends_on "openssl@3"
  depends_on "zlib"
  depends_on "sqlite"

  def install
    bin.install "bin/livetop"
    man1.install "share/man/man1/livetop.1"
    bash_completion.install "share/bash-completion/completions/livetop"
    zsh_completion.install "share/zsh/site-functions/_livetop"
    fish_completion.install "share/fish/vendor_completions.d/livetop.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/livetop version")
  end
end
