# Untested: written by the rules of Homebrew's Formula Cookbook, and never installed by brew.
# The release fills in the version, the address and the digest of the archive of each platform.
class Pawl < Formula
  desc "Keeps plans in git true: files are the source of truth, statuses move forward"
  homepage "@HOMEPAGE@"
  url "@URL@"
  sha256 "@SHA256@"
  version "@VERSION@"

  def install
    # The archive is whole: runtime, libraries and launcher know each other by their places.
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/pawl"
    man1.install_symlink Dir[libexec/"share/man/man1/*.1.gz"]
    bash_completion.install_symlink libexec/"share/bash-completion/completions/pawl"
    zsh_completion.install_symlink libexec/"share/zsh/site-functions/_pawl"
    fish_completion.install_symlink libexec/"share/fish/vendor_completions.d/pawl.fish"
  end

  test do
    system "git", "init", "-q"
    assert_match "C-01", shell_output("#{bin}/pawl check --no-fetch")
  end
end
