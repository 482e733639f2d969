/// How the screen looks and what it may do.
struct ScreenConfig: Hashable, Sendable {
  /// Name of the theme.
  var theme = "amber"
  /// Only ASCII characters.
  var usesASCII = false
  /// Watching only: nothing can be started or steered.
  var isReadOnly = false

  static var keys: [ConfigKey<ScreenConfig>] {
    [.word("theme", \.theme), .flag("ascii", \.usesASCII), .flag("read_only", \.isReadOnly)]
  }
}
